/// A task by name, with the environments that pose it.
public struct BenchmarkTask: Sendable {
  /// The name under which the task is published: `CartPole-v1`.
  public let name: String
  /// Where its environments come from.
  public let source: any EnvironmentSource

  /// A task from its name and its environments.
  public init(_ name: String, source: any EnvironmentSource) {
    self.name = name
    self.source = source
  }
}
