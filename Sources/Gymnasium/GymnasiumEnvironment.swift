import Foundation
import RLCore
import Randomness
import Settings

/// A Python Gymnasium environment by its name, and how to run it.
///
/// ```swift
/// let lander = GymnasiumEnvironment("LunarLander-v3")
/// let environments = try lander.open(DiscreteAction.self, count: 16, random: random.split("environments"))
/// ```
///
/// It needs a Python that has `gymnasium` and `numpy`, at run time only; ``open(_:count:random:)`` says what is missing.
/// Rendering is always off.
public struct GymnasiumEnvironment: Configuration {
  /// The name that the environment is registered by: `LunarLander-v3`.
  public var id: String
  /// Keyword arguments of `gymnasium.make`: those of the environment, and `max_episode_steps`.
  public var arguments: [String: JSONValue]
  /// The Python to run, by name or path.
  ///
  /// Where it is `nil` the variable `RLFRAMEWORK_PYTHON` counts, and else `python3`.
  public var python: String?
  /// Python modules to import first, so that environments of your own are registered.
  public var modules: [String]
  /// Folders in which those modules are looked for before all others.
  public var modulePaths: [String]
  /// Where the valid choices of each step come from, if they do.
  public var masks: GymnasiumMaskSource?
  /// Seconds after which an answer that does not come is an error, positive.
  ///
  /// It bounds the start of Python and the import of the modules as well as each step of all environments together.
  public var timeoutSeconds: Double

  /// Names an environment.
  public init(
    _ id: String, arguments: [String: JSONValue] = [:], python: String? = nil, modules: [String] = [],
    modulePaths: [String] = [], masks: GymnasiumMaskSource? = nil, timeoutSeconds: Double = 60
  ) {
    self.id = id
    self.arguments = arguments
    self.python = python
    self.modules = modules
    self.modulePaths = modulePaths
    self.masks = masks
    self.timeoutSeconds = timeoutSeconds
  }

  /// Checks every field.
  ///
  /// - Throws: A `ConfigurationError` for the first field that is out of range.
  public func validate() throws(ConfigurationError) {
    try require(!id.isEmpty, "id", must: "name an environment", found: "empty")
    try require(
      timeoutSeconds > 0 && timeoutSeconds <= 86_400, "timeoutSeconds", must: "be in 0<...86400", found: timeoutSeconds)
    if let mode = arguments["render_mode"] {
      throw ConfigurationError(field: "arguments.render_mode", must: "be absent: rendering is off", found: "\(mode)")
    }
    for (name, value) in arguments.sorted(by: { $0.key < $1.key }) {
      if case .number(let number) = value {
        try require(number.isFinite, "arguments.\(name)", must: "be finite, as JSON is", found: number)
      }
    }
  }

  /// Starts Python with several environments of this kind.
  ///
  /// - Parameters:
  ///   - action: What the agent does; it must fit the action space of the environment.
  ///   - count: How many environments to run, all in one child process.
  ///   - random: Split once for each environment; the seed of its first reset is drawn from its own stream.
  /// - Returns: The environments, not yet reset.
  /// - Throws: ``GymnasiumError`` if Python, a package, the environment or a fitting space is missing.
  public func open<A: GymnasiumAction>(
    _ action: A.Type = A.self, count: Int, random: RandomStream
  ) throws(GymnasiumError) -> GymnasiumEnvironments<A> {
    try GymnasiumEnvironments(self, count: count, random: random)
  }

  /// The Python that will be run.
  var executable: String {
    if let python { return python }
    let chosen = ProcessInfo.processInfo.environment["RLFRAMEWORK_PYTHON"] ?? ""
    return chosen.isEmpty ? "python3" : chosen
  }
}

/// Where the valid choices of an environment come from.
///
/// A mask has one flag for each choice; those of multi-discrete actions lie one behind the other.
public enum GymnasiumMaskSource: String, Sendable, Codable {
  /// From `info["action_mask"]` of every reset and step.
  case info
  /// From the method `action_masks()`, asked after every reset and step.
  case method
}
