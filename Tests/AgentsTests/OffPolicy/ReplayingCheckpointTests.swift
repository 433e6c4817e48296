import Persistence
import RLCore
import Randomness
import Tensors
import Testing
import Training

@testable import Agents

@Suite("Checkpoints with a replay buffer")
struct ReplayingCheckpointTests {
  /// Fewer transitions than are taken, so that the oldest have given way.
  private let settings: ReplayingKind.Settings = {
    var settings = ReplayingKind.Settings()
    settings.learningRate = .linear(from: 1e-2, to: 0)
    settings.replay.capacity = 50
    settings.replay.returnSteps = 3
    return settings
  }()

  private func trained(_ kind: ReplayingKind) throws -> any ReplayingAgent {
    let environments = try ReplayedTask.environments()
    let agent = try kind.make(settings, for: environments)
    try learn(agent, in: environments, steps: 64)
    return agent
  }

  @Test("A policy checkpoint restores what acts, and nothing else", arguments: ReplayingKind.allCases)
  func policy(_ kind: ReplayingKind) throws {
    let agent = try trained(kind)
    let copy = try kind.make(settings, for: ReplayedTask.environments(), seed: 9)
    let critics = copy.critics.parameters.array
    try copy.restore(.policy, from: TensorArchive(serialized: agent.archive(.policy).serialized()))
    let observations = ReplayedTask.observations(5)
    var random = RandomStream(seed: 1)
    #expect(
      try copy.act(on: observations, mode: .exploit, using: &random)
        == agent.act(on: observations, mode: .exploit, using: &random))
    #expect(copy.critics.parameters.array == critics && copy.experience.replay.count == 0)
    #expect(copy.policyActor.optimizer.stepCount == 0 && copy.gradientSteps == 0)
  }

  @Test("A training checkpoint restores everything bit for bit", arguments: ReplayingKind.allCases)
  func training(_ kind: ReplayingKind) throws {
    let agent = try trained(kind)
    let archive = try agent.archive(.training)
    let copy = try kind.make(settings, for: ReplayedTask.environments(), seed: 9)
    try copy.restore(.training, from: TensorArchive(serialized: archive.serialized()))
    #expect(try copy.archive(.training) == archive)
    #expect(copy.parameterBits == agent.parameterBits && copy.gradientSteps == 44)
    #expect(copy.experience.replay.count == 50 && copy.experience.steps == 64 && !copy.experience.isWarmingUp)
  }

  @Test(
    "Training in two halves with a checkpoint between gives the bits of training in one go",
    arguments: ReplayingKind.allCases)
  func resume(_ kind: ReplayingKind) throws {
    let whole = try kind.make(settings, for: ReplayedTask.environments())
    try learn(whole, in: ReplayedTask.environments(), steps: 128)

    var progress = TrainingProgress(totalSteps: 128)
    let first = try kind.make(settings, for: ReplayedTask.environments())
    // Two steps an update from the 22nd on: the 22nd update comes with the end of an episode, at step 64.
    try train(first, to: &progress, callbacks: [UpdateLimit(22)])
    #expect(progress.steps == 64 && first.parameterBits != whole.parameterBits)
    let file = try first.archive(.training).serialized()
    let second = try kind.make(settings, for: ReplayedTask.environments(), seed: 5)
    try second.restore(.training, from: TensorArchive(serialized: file))
    try train(second, to: &progress)
    #expect(progress.steps == 128)
    #expect(try second.archive(.training) == whole.archive(.training))
  }

  private func train(
    _ agent: some ReplayingAgent, to progress: inout TrainingProgress, callbacks: [any Callback] = []
  ) throws {
    try Training.train(
      agent, in: ReplayedTask.environments(), progress: &progress, callbacks: callbacks, random: RandomStream(seed: 1))
  }

  /// What is wrong with an archive, and what is said about it.
  struct Damage: Sendable, CustomTestStringConvertible {
    let problem: String
    /// A text to lose, or a tensor.
    let entry: String
    var replacement: String?
    var kinds = ReplayingKind.allCases

    var testDescription: String { problem }

    func apply(to archive: TensorArchive) -> TensorArchive {
      var damaged = TensorArchive()
      damaged.metadata = archive.metadata
      if !archive.tensors.contains(where: { $0.name == entry }) { damaged.metadata[entry] = replacement }
      for tensor in archive.tensors where tensor.name != entry { damaged.add(tensor) }
      return damaged
    }
  }

  private static let damages = [
    Damage(problem: "has no entry agent", entry: "agent"),
    Damage(
      problem: "is for discrete(3) actions, continuous(-3.0...1.0, 0.0...10.0) are needed", entry: "actions",
      replacement: "discrete(3)"),
    Damage(problem: "has no tensor actor.0.weight", entry: "actor.0.weight"),
    Damage(problem: "has no tensor critic.0.1.bias", entry: "critic.0.1.bias"),
    Damage(problem: "has no tensor critic.1.2.weight", entry: "critic.1.2.weight", kinds: [.sac, .td3]),
    Damage(problem: "has no tensor target.critic.0.2.weight", entry: "target.critic.0.2.weight"),
    Damage(problem: "has no tensor target.actor.1.bias", entry: "target.actor.1.bias", kinds: [.td3, .ddpg]),
    Damage(problem: "has no tensor actor.adam.firstMoment", entry: "actor.adam.firstMoment"),
    Damage(problem: "has no tensor critic.adam.secondMoment", entry: "critic.adam.secondMoment"),
    Damage(problem: "has no tensor temperature.logarithm", entry: "temperature.logarithm", kinds: [.sac]),
    Damage(problem: "has no tensor temperature.adam.firstMoment", entry: "temperature.adam.firstMoment", kinds: [.sac]),
    Damage(problem: "has no tensor noise", entry: "noise", kinds: [.td3, .ddpg]),
    Damage(
      problem: "entry gradientSteps must be a count, was many", entry: "gradientSteps", replacement: "many"),
    Damage(problem: "entry experience.steps must be a count, was -1", entry: "experience.steps", replacement: "-1"),
    Damage(problem: "has no tensor replay.rows", entry: "replay.rows"),
    Damage(problem: "has no tensor replay.finals", entry: "replay.finals"),
  ]

  @Test("A checkpoint with a fault is refused with its reason, and the agent stays as it was", arguments: damages)
  func refused(_ damage: Damage) throws {
    for kind in damage.kinds {
      let archive = damage.apply(to: try trained(kind).archive(.training))
      let agent = try kind.make(settings, for: ReplayedTask.environments(), seed: 9)
      let before = try agent.archive(.training)
      let error = try #require(throws: ArchiveError.self) { try agent.restore(.training, from: archive) }
      #expect(error.problem == damage.problem, "\(kind)")
      #expect(try agent.archive(.training) == before, "\(kind)")
    }
  }

  @Test(
    "A checkpoint of another agent, of other environments or of the policy alone is refused",
    arguments: ReplayingKind.allCases)
  func otherTasks(_ kind: ReplayingKind) throws {
    let archive = try trained(kind).archive(.training)
    var larger = settings
    larger.replay.capacity = 100
    let others: [(agent: any ReplayingAgent, problem: String)] =
      try ReplayingKind.allCases.filter { $0 != kind }.map { other in
        (
          try other.make(settings, for: ReplayedTask.environments()),
          "is a checkpoint of agent \(kind.rawValue), \(other.rawValue) is needed"
        )
      } + [
        (
          try kind.make(larger, for: ReplayedTask.environments()),
          "has a replay buffer of 25 transitions an environment, 50 are needed"
        )
      ]
    for (agent, problem) in others {
      let before = try agent.archive(.training)
      let error = try #require(throws: ArchiveError.self) { try agent.restore(.training, from: archive) }
      #expect(error.problem == problem)
      #expect(try agent.archive(.training) == before)
    }
    let agent = try kind.make(settings, for: ReplayedTask.environments())
    let policy = try agent.archive(.policy)
    // What TD3 and DDPG read first is the target of their policy; SAC's policy has none.
    let missing = kind == .sac ? "actor.adam.firstMoment" : "target.actor.0.weight"
    #expect(throws: ArchiveError("has no tensor \(missing)")) {
      try agent.restore(.training, from: policy)
    }
  }

  @Test("The policy of a checkpoint acts among any number of environments", arguments: ReplayingKind.allCases)
  func policyElsewhere(_ kind: ReplayingKind) throws {
    let agent = try trained(kind)
    let other = try kind.make(for: ReplayedTask.environments(5), seed: 9)
    try other.restore(.policy, from: agent.archive(.training))
    #expect(other.policyActor.parameters.array == agent.policyActor.parameters.array)
  }
}
