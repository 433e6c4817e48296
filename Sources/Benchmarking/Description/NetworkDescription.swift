import Agents
import Envs
import Networks
import Persistence
import RLCore
import Randomness
import Settings

/// What an agent builds for a task: the spaces of the task, what encodes the groups of its observation, and every parameter
/// that the agent learns with its shape.
public struct NetworkDescription: Sendable {
  /// The description for people, line by line.
  public let text: String
  /// Values of all parameters that the agent learns; copies, as target networks, are not counted.
  public let parameterCount: Int

  /// The tasks that are described without environments: the presets of funding arbitrage.
  public static let presets: [String: FundingArbitrageConfiguration] = ["full": .full, "pbt": .pbt, "simple": .simple]

  /// Describes an agent.
  ///
  /// - Parameters:
  ///   - agent: Its name.
  ///   - network: The network that its settings have.
  ///   - task: One of ``presets``, or a task of ``TaskCatalogue``.
  ///   - window: Observations that the agent sees at once, as `FrameStack` shows them; 1 is the task itself.
  /// - Throws: What making the agent throws, each a sentence: an agent, a task or an encoder that there is not, an agent and
  ///   a task that do not fit, a value out of range.
  public init(of agent: AgentID, network: NetworkDocument, task: String, window: Int = 1) throws {
    try require((1...65_536).contains(window), "window", must: "be in 1...65536", found: window)
    let changes = network.changes(to: try Registry.standard.defaults(of: agent).json)
    if let preset = Self.presets[task] {
      try self.init(
        agent, changes, on: task,
        in: AgentContext<DiscreteAction>(
          observationSpace: preset.observationSpace.stacked(window),
          actionSpace: DiscreteAction.Domain(count: preset.actionCount), masksActions: true, environments: 1,
          random: RandomStream(seed: 1)))
      return
    }
    // Of a Python task, only opening it tells its kind of action.
    var refusal: (any Error)?
    for source in try TaskCatalogue().sources(of: task) {
      do {
        self = try Self.describe(agent, changes, of: source, named: task, window: window)
        return
      } catch { refusal = refusal ?? error }
    }
    throw refusal ?? BenchmarkError("there is no task \(task)")
  }

  private static func describe<Source: EnvironmentSource>(
    _ agent: AgentID, _ changes: JSONValue, of source: Source, named task: String, window: Int
  ) throws -> NetworkDescription {
    let environments = try source.make(count: 1, random: RandomStream(seed: 1))
    return try NetworkDescription(
      agent, changes, on: task,
      in: AgentContext<Source.Made.ActionType>(
        observationSpace: environments.observationSpace.stacked(window), actionSpace: environments.actionSpace,
        masksActions: environments.maskWidth > 0, environments: 1, random: RandomStream(seed: 1)))
  }

  private init<A: Action>(
    _ id: AgentID, _ changes: JSONValue, on task: String, in context: AgentContext<A>
  ) throws {
    let registry = Registry.standard
    let agent = try registry.agent(id, settings: changes, in: context)
    guard let learner = agent as? any FreezableAgent else {
      throw BenchmarkError("agent \(id) does not tell its parameters")
    }
    var lines = ["agent        \(id) on \(task)"] + Self.lines(context.observationSpace, "\(context.actionSpace)")
    for (field, encoding) in NetworkDocument.encodings(in: try Self.settings(registry.defaults(of: id), changes)) {
      lines += ["\(field) encodes"] + encoding.summary(for: context.observationSpace).map { "  \($0)" } + [""]
    }
    let tensors = Dictionary(uniqueKeysWithValues: try agent.archive(.training).tensors.map { ($0.name, $0.shape) })
    let parameters = learner.parameterNames.compactMap { name -> (name: String, rows: Int, columns: Int)? in
      tensors[name].map { (name: name, rows: $0.count == 2 ? $0[0] : 1, columns: $0.last ?? 0) }
    }
    parameterCount = parameters.reduce(0) { $0 + $1.rows * $1.columns }
    lines.append(parameterTable(parameters))
    lines += Self.parts(of: parameters)
    text = lines.joined(separator: "\n")
  }

  private static func settings(_ defaults: some Configuration, _ changes: JSONValue) throws -> JSONValue {
    try defaults.applying(changes).json
  }

  /// An observation by its groups, and what can be done.
  public static func lines(_ observations: ObservationSpace, _ actions: String) -> [String] {
    [
      "observation  \(observations.width): \(observations.groups.map(\.summary).joined(separator: ", "))",
      "actions      \(actions)", "",
    ]
  }

  /// The sums of the parameters whose names begin alike, where there are several.
  private static func parts(of parameters: [(name: String, rows: Int, columns: Int)]) -> [String] {
    var sums: [(name: String, count: Int)] = []
    for parameter in parameters {
      let name = String(parameter.name.prefix { $0 != "." })
      let count = parameter.rows * parameter.columns
      if sums.last?.name == name { sums[sums.count - 1].count += count } else { sums.append((name, count)) }
    }
    guard Set(sums.map(\.name)).count > 1 else { return [] }
    var joined: [(name: String, count: Int)] = []
    for sum in sums {
      if let place = joined.firstIndex(where: { $0.name == sum.name }) {
        joined[place].count += sum.count
      } else {
        joined.append(sum)
      }
    }
    return ["", "of these: " + joined.map { "\($0.name) \($0.count)" }.joined(separator: ", ")]
  }
}
