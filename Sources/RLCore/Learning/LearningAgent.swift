import Settings
import Tensors

/// An agent whose parameters are those of learners: freezing comes with the protocol.
public protocol LearningAgent<ActionType>: FreezableAgent, SnapshotSource {
  /// Everything that moves parameters, in the order of ``FreezableAgent/parameterNames``.
  var learners: [Learner] { get }
}

extension LearningAgent {
  /// Names of all blocks of parameters.
  public var parameterNames: [String] { learners.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { learners.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` if a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try learners.freeze(prefixes) }
}
