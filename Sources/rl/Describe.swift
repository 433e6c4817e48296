import ArgumentParser
import Benchmarking
import Foundation
import RLFramework

extension Describe.Preset: ExpressibleByArgument {}

/// The command `rl describe`.
struct Describe: ParsableCommand {
  /// What to describe.
  enum Preset: String, CaseIterable {
    case full
    case pbt
    case simple

    var task: FundingArbitrageConfiguration {
      switch self {
      case .full: .full
      case .pbt: .pbt
      case .simple: .simple
      }
    }
  }

  static let configuration = CommandConfiguration(
    abstract: "Prints a network: every parameter with its shape, and their number.",
    discussion: """
      rl describe full prints the network of a preset. rl describe --agent sac --network FILE --environment NAME prints \
      what an agent builds for a task: the file holds the network as the agent's settings have it, {"hidden": [64], \
      "encoding": {…}}; sac, td3 and ddpg use it for actor and critics alike, unless it is {"actor": {…}, "critic": {…}}.
      """)

  @Argument(help: "full, pbt or simple.") var preset: Preset = .full
  @Flag(help: "The network whose choices point at rows, in place of the preset's own.") var pointer = false
  @Option(help: "The agent: ppo, sac, …") var agent: String?
  @Option(help: "The network, as a JSON file or as JSON text. (default: the agent's own)") var network: String?
  @Option(help: "The task: CartPole-v1, …, or full, pbt, simple. (default: the preset)") var environment: String?

  func run() throws {
    if let agent {
      try describe(AgentID(agent))
    } else {
      guard network == nil, environment == nil else {
        throw ValidationError("--network and --environment must be given together with --agent")
      }
      try describePreset()
    }
  }

  private func describePreset() throws {
    let task = preset.task
    var blueprint: any ActorCriticBlueprint
    switch preset {
    case .full: blueprint = ModularBlueprint()
    case .pbt: blueprint = MLPBlueprint(hidden: [256, 256, 128])
    case .simple: blueprint = MLPBlueprint(hidden: [64, 64])
    }
    if pointer {
      var heads = PointerBlueprint().heads
      heads[0].choices = task.sizeFractions.count
      blueprint = PointerBlueprint(heads: heads)
    }
    var layout = ParameterLayout()
    _ = try blueprint.build(for: task.observationSpace, policyOutputs: task.actionCount, in: &layout)
    printSpaces(task.observationSpace, "\(task.actionCount)")
    print(layout.table)
  }

  private func describe(_ agent: AgentID) throws {
    let registry = RLFramework.Registry.standard
    let defaults = try registry.defaults(of: agent)
    let changes = try NetworkDocument(network).changes(to: defaults.json)
    let name = environment ?? preset.rawValue
    if let preset = Preset(rawValue: name) {
      let task = preset.task
      try describe(
        agent, changes,
        in: AgentContext<DiscreteAction>(
          observationSpace: task.observationSpace, actionSpace: DiscreteAction.Domain(count: task.actionCount),
          masksActions: true, environments: 1, random: RandomStream(seed: 1)))
      return
    }
    // Of a Python task, only opening it tells its kind of action.
    var refusal: (any Error)?
    for source in try TaskCatalogue().sources(of: name) {
      do {
        return try describe(agent, changes, of: source)
      } catch { refusal = refusal ?? error }
    }
    if let refusal { throw refusal }
  }

  private func describe(_ agent: AgentID, _ changes: JSONValue, of source: some EnvironmentSource) throws {
    let environments = try source.make(count: 1, random: RandomStream(seed: 1))
    try describe(agent, changes, in: AgentContext(environments, random: RandomStream(seed: 1)))
  }

  private func describe<A: Action>(_ id: AgentID, _ changes: JSONValue, in context: AgentContext<A>) throws {
    let registry = RLFramework.Registry.standard
    let agent = try registry.agent(id, settings: changes, in: context)
    printSpaces(context.observationSpace, "\(context.actionSpace)")
    for (field, encoding) in NetworkDocument.encodings(in: try Self.settings(registry.defaults(of: id), changes)) {
      print("\(field)")
      for line in encoding.summary(for: context.observationSpace) { print("  \(line)") }
      print("")
    }
    guard let learner = agent as? any FreezableAgent else {
      throw ValidationError("agent \(id) does not tell its parameters")
    }
    let tensors = Dictionary(uniqueKeysWithValues: try agent.archive(.training).tensors.map { ($0.name, $0.shape) })
    let parameters = learner.parameterNames.compactMap { name -> (name: String, rows: Int, columns: Int)? in
      tensors[name].map { (name: name, rows: $0.count == 2 ? $0[0] : 1, columns: $0.last ?? 0) }
    }
    print(parameterTable(parameters))
  }

  private static func settings(_ defaults: some Configuration, _ changes: JSONValue) throws -> JSONValue {
    try defaults.applying(changes).json
  }

  private func printSpaces(_ observations: ObservationSpace, _ actions: String) {
    let groups = observations.groups.map { "\($0.name) \($0.rows) × \($0.columns)" }
    print("observation  \(observations.width): \(groups.joined(separator: ", "))")
    print("actions      \(actions)\n")
  }
}
