import Agents
import Population
import RLCore
import RLTesting
import Randomness
import Settings
import Synchronization
import Training

/// What a running agent reported, by generation and member.
final class Probe: Sendable {
  private let reports = Mutex<[String: UpdateReport]>([:])

  func note(_ report: UpdateReport, of job: MemberJob) {
    reports.withLock { $0["\(job.generation).\(job.member)"] = report }
  }

  subscript(generation: Int, member: Int) -> UpdateReport? { reports.withLock { $0["\(generation).\(member)"] } }

  /// Tells the probe of every update.
  final class Watcher: Callback {
    let events: TrainingEvents = .updates
    private let probe: Probe
    private let job: MemberJob

    init(_ probe: Probe, _ job: MemberJob) {
      self.probe = probe
      self.job = job
    }

    func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
      probe.note(report, of: job)
      return .proceed
    }
  }
}

/// A task that shows the settings of the agent it is given to judge.
struct ProbedTask: PopulationTask {
  typealias Training = VectorEnvironment<IdentityEnvironment>
  let agent: AgentID = "ppo"
  let settings: JSONValue
  let registry = Registry.standard
  let probe = Probe()

  func environments(random: RandomStream) throws -> Training {
    try VectorEnvironment((0..<2).map { _ in IdentityEnvironment(choices: 3) }, random: random)
  }

  func callbacks(of job: MemberJob) -> [any Callback] { [Probe.Watcher(probe, job)] }

  func judge(_ agent: any Agent<DiscreteAction>, random: RandomStream) -> Judgement {
    guard let agent = agent as? PPO<DiscreteAction> else { return Judgement(fitness: .nan) }
    var random = random
    let settings = agent.configuration
    return Judgement(
      fitness: Double(settings.learningRate.start),
      figures: [
        .init("learningRate", Double(settings.learningRate.start)),
        .init("clipRange", Double(settings.clipRange.start)),
        .init("lambda", Double(settings.lambda)), .init("discount", Double(settings.discount)),
        .init("entropyCoefficient", Double(settings.entropyCoefficient)), .init("draw", random.uniformDouble()),
      ])
  }
}

enum TinyTasks {
  private static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

  /// PPO where each choice is named by the observation.
  static func ppo(episodes: Int = 4) throws -> EpisodicTask<IdentityEnvironment> {
    EpisodicTask(
      agent: "ppo",
      settings: try json(
        """
        {"rolloutSteps": 24, "batchSize": 16, "epochs": 2, "threads": 2, "normalizesObservations": true,
         "network": {"policy": [8], "value": [8]}}
        """), registry: .standard, environments: 2, episodes: episodes
    ) { IdentityEnvironment(choices: 3) }
  }

  /// DQN on the same, with prioritised replay of three-step returns.
  static func dqn() throws -> EpisodicTask<IdentityEnvironment> {
    EpisodicTask(
      agent: "dqn",
      settings: try json(
        """
        {"batchSize": 8, "cadence": {"learningStarts": 16, "interval": 4}, "targetInterval": 20,
         "replay": {"capacity": 200}, "network": {"hidden": [8]}}
        """), registry: .standard, environments: 2, episodes: 4
    ) { IdentityEnvironment(choices: 3) }
  }

  /// SAC in one dimension.
  static func sac() throws -> EpisodicTask<TargetEnvironment> {
    EpisodicTask(
      agent: "sac",
      settings: try json(
        """
        {"batchSize": 8, "cadence": {"learningStarts": 16}, "replay": {"capacity": 200},
         "actor": {"hidden": [8]}, "critic": {"hidden": [8]}}
        """), registry: .standard, environments: 2, episodes: 4
    ) { TargetEnvironment() }
  }
}
