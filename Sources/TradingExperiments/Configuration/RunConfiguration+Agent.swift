import Agents
import Networks
import RLCore
import Settings

/// Which agent is trained, and by which settings.
///
/// The settings of one agent, PPO, have keys and flags of their own; those of all others, and what is left of PPO's, are
/// the fields of ``RunConfiguration/agentSettings``.
extension RunConfiguration {
  /// The agent whose settings have keys of their own.
  public static var agentWithKeys: AgentID { PPORecipe<DiscreteAction>.id }

  /// Keys of this type that are settings of ``agentWithKeys`` alone.
  package static let agentKeys = [
    "network", "hidden", "dropout", "holdPreference", "warmStart", "rolloutSteps", "batchSize", "epochs",
    "learningRate", "discount", "lambda",
    "clipRange", "entropyCoefficient",
  ]

  /// The agents that can be chosen: those of the library that choose one of several actions.
  public static var agents: [AgentID] { Registry.standard.agents(doing: DiscreteAction.self) }

  /// Whether the agent is the one whose settings have keys of their own.
  public var hasAgentKeys: Bool { agent == Self.agentWithKeys }

  /// What tables and reports call the agent.
  public var agentTitle: String { (try? Registry.standard.title(of: agent)) ?? agent.name }

  /// All settings of the agent: its defaults, the keys of this type, ``agentSettings``.
  ///
  /// - Throws: `ConfigurationError` for an agent that there is not and for a setting that is out of range or that it does
  ///   not have, by the names of this type.
  public func agentConfiguration() throws(ConfigurationError) -> any Configuration {
    guard let defaults = try? Registry.standard.defaults(of: agent), Self.agents.contains(agent) else {
      let names = Self.agents.map(\.name)
      throw ConfigurationError(
        field: "agent", must: "be \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")",
        found: agent.name)
    }
    let changes = agentSettings ?? .object([:])
    guard case .object(let named) = changes else {
      throw ConfigurationError(field: "agentSettings", must: "be an object of settings", found: "\(changes)")
    }
    if hasAgentKeys {
      let taken = named.keys.sorted().first { Self.agentKeys.contains($0) || $0 == "threads" }
      if let taken {
        throw ConfigurationError(
          field: "agentSettings.\(taken)", must: "be given as the setting of its own that it is for agent \(agent)",
          found: named[taken].map { "\($0)" } ?? "")
      }
      try ppo.validate()
      return try applying(changes, to: ppo)
    }
    var all = named
    if all["threads"] == nil, case .object(let known) = defaults.json, known["threads"] != nil {
      all["threads"] = .integer(threads)
    }
    return try applying(.object(all), to: defaults)
  }

  private func applying<Settings: Configuration>(
    _ changes: JSONValue, to settings: Settings
  ) throws(ConfigurationError) -> Settings {
    do {
      return try settings.applying(changes)
    } catch {
      var named: [String: JSONValue] = [:]
      if case .object(let fields)? = agentSettings { named = fields }
      // The number of threads has a key for every agent.
      let isOwn = error.field == "threads" && named["threads"] == nil
      throw ConfigurationError(
        field: isOwn ? error.field : "agentSettings.\(error.field)", must: error.must, found: error.found)
    }
  }

  /// The settings of PPO that the keys of this type describe.
  public var ppo: PPOConfiguration {
    PPOConfiguration(
      learningRate: learningRate, rolloutSteps: rolloutSteps, batchSize: batchSize, epochs: epochs,
      discount: resolvedDiscount, lambda: lambda, clipRange: .constant(clipRange),
      entropyCoefficient: entropyCoefficient, threads: threads, network: agentNetwork)
  }

  /// The steps of the run, rounded up to whole rollouts where the agent learns from such: what is collected is also
  /// learnt from.
  public var wholeSteps: Int {
    var rows = environments
    if hasAgentKeys {
      // Not by way of the agent's settings: their network follows from the task, and the task from these steps.
      if (1...1 << 24).contains(rolloutSteps) { rows *= rolloutSteps }
    } else if case .object(let settings)? = try? agentConfiguration().json,
      case .integer(let steps)? = settings["rolloutSteps"]
    {
      rows *= steps
    }
    return (timesteps + rows - 1) / max(rows, 1) * rows
  }

  /// Refuses keys that are settings of another agent.
  package func requireNoKeysOfOtherAgents() throws(ConfigurationError) {
    guard !hasAgentKeys else { return }
    let plain = RunConfiguration()
    let given: [(key: String, isGiven: Bool, found: String)] = [
      ("network", network != nil, network?.rawValue ?? ""), ("hidden", !hidden.isEmpty, "\(hidden)"),
      ("dropout", dropout != plain.dropout, "\(dropout)"),
      ("holdPreference", holdPreference != plain.holdPreference, "\(holdPreference)"),
      ("warmStart", warmStart != plain.warmStart, warmStart.rawValue),
      ("rolloutSteps", rolloutSteps != plain.rolloutSteps, "\(rolloutSteps)"),
      ("batchSize", batchSize != plain.batchSize, "\(batchSize)"), ("epochs", epochs != plain.epochs, "\(epochs)"),
      ("learningRate", learningRate != plain.learningRate, "\(learningRate)"),
      ("discount", discount != plain.discount, discount.map { "\($0)" } ?? ""),
      ("lambda", lambda != plain.lambda, "\(lambda)"),
      ("clipRange", clipRange != plain.clipRange, "\(clipRange)"),
      ("entropyCoefficient", entropyCoefficient != plain.entropyCoefficient, "\(entropyCoefficient)"),
    ]
    for (key, isGiven, found) in given where isGiven { throw keyOfOtherAgent(key, found: found) }
  }

  /// The refusal of a key that is a setting of another agent.
  package func keyOfOtherAgent(_ key: String, found: String) -> ConfigurationError {
    ConfigurationError(
      field: key, must: "be left to agentSettings for agent \(agent), being a setting of \(Self.agentWithKeys)",
      found: found)
  }

  /// Puts the keys that are settings of another agent back to where nobody gave them.
  public mutating func forgetKeysOfOtherAgents() {
    guard !hasAgentKeys else { return }
    let plain = RunConfiguration()
    (network, hidden, dropout) = (plain.network, plain.hidden, plain.dropout)
    (holdPreference, warmStart) = (plain.holdPreference, plain.warmStart)
    (rolloutSteps, batchSize, epochs) = (plain.rolloutSteps, plain.batchSize, plain.epochs)
    (learningRate, discount, lambda) = (plain.learningRate, plain.discount, plain.lambda)
    (clipRange, entropyCoefficient) = (plain.clipRange, plain.entropyCoefficient)
  }
}
