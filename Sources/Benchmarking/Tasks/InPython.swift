import Gymnasium
import RLCore
import Randomness
import Settings

/// Environments of Python's Gymnasium, stepped in a child process.
///
/// Where Python or a package is missing, making them says so.
public struct InPython<ActionType: GymnasiumAction>: EnvironmentSource {
  private let environment: GymnasiumEnvironment

  /// Environments by the name that Gymnasium registers them by.
  public init(_ id: String, arguments: [String: JSONValue] = [:]) {
    environment = GymnasiumEnvironment(id, arguments: arguments)
  }

  /// Starts a child process with fresh environments.
  public func make(count: Int, random: RandomStream) throws -> GymnasiumEnvironments<ActionType> {
    try environment.open(count: count, random: random)
  }
}
