import ArgumentParser
import Benchmarking
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

  @Argument(help: "full, pbt or simple. (default: full)") var preset: Preset?
  @Flag(help: "The network whose choices point at rows, in place of the preset's own.") var pointer = false
  @Option(help: "The agent: ppo, sac, …") var agent: String?
  @Option(help: "The network, as a JSON file or as JSON text. (default: the agent's own)") var network: String?
  @Option(help: "The task: CartPole-v1, …, or full, pbt, simple. (default: the preset)") var environment: String?
  @Option(help: "Observations that the agent sees at once, as a window of so many rows.") var window: Int?

  func validate() throws {
    if agent == nil {
      guard network == nil, environment == nil, window == nil else {
        throw ValidationError("--network, --environment and --window must be given together with --agent")
      }
    } else {
      guard !pointer else {
        throw ValidationError("--pointer must be given without --agent, whose --network says {\"pointer\": {…}}")
      }
      guard preset == nil || environment == nil else {
        throw ValidationError("--environment must be left out beside \(preset?.rawValue ?? "a preset")")
      }
    }
  }

  func run() throws {
    guard let agent else { return try describePreset() }
    let task = environment ?? (preset ?? .full).rawValue
    print(
      try NetworkDescription(
        of: AgentID(agent), network: try NetworkDocument(network), task: task, window: window ?? 1
      ).text)
  }

  private func describePreset() throws {
    let preset = preset ?? .full
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
    for line in NetworkDescription.lines(task.observationSpace, "\(task.actionCount)") { print(line) }
    print(layout.table)
  }
}
