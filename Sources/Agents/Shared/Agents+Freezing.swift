import RLCore
import Settings
import Tensors

// What each agent freezes: the buffers that its optimisers move. How is said once, in `FrozenParameters.swift`.

extension PPO: FreezableAgent {
  var parameterGroups: [any ParameterGroup] { [self] }

  /// Names of all blocks of parameters.
  public var parameterNames: [String] { parameterGroups.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { parameterGroups.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` where a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try parameterGroups.freeze(prefixes) }
}

extension A2C: FreezableAgent {
  var parameterGroups: [any ParameterGroup] { [self] }

  /// Names of all blocks of parameters.
  public var parameterNames: [String] { parameterGroups.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { parameterGroups.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` where a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try parameterGroups.freeze(prefixes) }
}

extension RecurrentPPO: FreezableAgent {
  var parameterGroups: [any ParameterGroup] { [self] }

  /// Names of all blocks of parameters.
  public var parameterNames: [String] { parameterGroups.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { parameterGroups.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` where a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try parameterGroups.freeze(prefixes) }
}

extension DQN: FreezableAgent {
  var parameterGroups: [any ParameterGroup] { [learner] }

  /// Names of all blocks of parameters.
  public var parameterNames: [String] { parameterGroups.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { parameterGroups.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` where a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try parameterGroups.freeze(prefixes) }
}

extension QRDQN: FreezableAgent {
  var parameterGroups: [any ParameterGroup] { [learner] }

  /// Names of all blocks of parameters.
  public var parameterNames: [String] { parameterGroups.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { parameterGroups.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` where a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try parameterGroups.freeze(prefixes) }
}

extension SAC: FreezableAgent {
  var parameterGroups: [any ParameterGroup] { [actor, critics] }

  /// Names of all blocks of parameters.
  public var parameterNames: [String] { parameterGroups.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { parameterGroups.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` where a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try parameterGroups.freeze(prefixes) }
}

extension TD3: FreezableAgent {
  var parameterGroups: [any ParameterGroup] { [policy, critics] }

  /// Names of all blocks of parameters.
  public var parameterNames: [String] { parameterGroups.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { parameterGroups.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` where a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try parameterGroups.freeze(prefixes) }
}

extension DDPG: FreezableAgent {
  var parameterGroups: [any ParameterGroup] { [policy, critics] }

  /// Names of all blocks of parameters.
  public var parameterNames: [String] { parameterGroups.parameterNames }

  /// Names of the blocks that do not learn.
  public var frozenParameterNames: [String] { parameterGroups.frozenNames }

  /// Keeps the blocks with these prefixes from learning from now on; all others learn.
  ///
  /// - Throws: `ConfigurationError` where a prefix begins no name, or nothing would be left to learn.
  public func freeze(_ prefixes: [String]) throws(ConfigurationError) { try parameterGroups.freeze(prefixes) }
}
