import Settings

/// An agent of which parts can be kept from learning: what it knows stays, the rest is tuned to new data.
///
/// Freezing is a state of a run, not a setting of the agent: it says what happens to weights that came from elsewhere,
/// and another run of the same agent begins without it. Training archives hold it, so that a run that is resumed
/// keeps it; restoring one takes it over. Policy archives do not hold it, and restoring one leaves it as it is.
public protocol FreezableAgent<ActionType>: Agent {
  /// Names of all blocks of parameters, in the order of their buffers: `policy.0.weight`.
  var parameterNames: [String] { get }

  /// Names of the blocks that do not learn.
  var frozenParameterNames: [String] { get }

  /// Keeps blocks from learning from now on; all others learn.
  ///
  /// A frozen block does not move by a single bit, whatever the optimiser. Its gradient is 0 before the norm is taken, so
  /// that a limit of the norm is that of what learns, and what the optimiser remembered of it is forgotten. Where there
  /// is an older self for targets, its block becomes that of the network, and stays.
  ///
  /// - Parameter prefixes: Beginnings of names in whole steps of the path: `policy.1` stands for `policy.1.weight` and
  ///   `policy.1.bias`, not for `policy.10.weight`. An empty list unfreezes everything.
  /// - Throws: `ConfigurationError` if a prefix begins no name, or nothing would be left to learn; nothing has changed
  ///   then.
  func freeze(_ prefixes: [String]) throws(ConfigurationError)
}
