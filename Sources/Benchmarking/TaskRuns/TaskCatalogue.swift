import Envs
import Gymnasium
import RLCore

/// The tasks that can be trained by name: the classic ones, and any of Python's Gymnasium as `gymnasium:NAME`.
public struct TaskCatalogue: Sendable {
  /// What the name of a Python task begins with.
  public static let gymnasiumPrefix = "gymnasium:"

  /// Tasks by their own names.
  public let tasks: [BenchmarkTask]

  /// A catalogue; the classic tasks by default.
  public init(_ tasks: [BenchmarkTask] = BenchmarkTask.classic) { self.tasks = tasks }

  /// The places that a task may have its environments from, to be tried in this order.
  ///
  /// A Python environment tells its kind of action only when it is opened, so there are two for each of them.
  ///
  /// - Throws: ``BenchmarkError`` that lists the tasks there are.
  public func sources(of name: String) throws(BenchmarkError) -> [any EnvironmentSource] {
    if name.hasPrefix(Self.gymnasiumPrefix) {
      let id = String(name.dropFirst(Self.gymnasiumPrefix.count))
      guard !id.isEmpty else { throw BenchmarkError("gymnasium: must be followed by the name of an environment") }
      return [InPython<DiscreteAction>(id), InPython<ContinuousAction>(id)]
    }
    guard let task = tasks.first(where: { $0.name == name }) else {
      throw BenchmarkError(
        "there is no task \(name); there are \(tasks.map(\.name).joined(separator: ", ")), and gymnasium:NAME for any "
          + "environment of Python's Gymnasium")
    }
    return [task.source]
  }
}
