import Networks
import Persistence
import RLCore
import Randomness
import Tensors
import Testing
import Training

@testable import Agents

@Suite("Checkpoints of PPO")
struct CheckpointTests {
  private typealias Script = ScriptedEnvironment<DiscreteAction>

  private let configuration = PPOConfiguration(
    learningRate: .linear(from: 1e-2, to: 0), rolloutSteps: 8, batchSize: 6, epochs: 2, normalizesObservations: true,
    normalizesReturns: true)

  /// Episodes of eight steps, so that they end where a rollout does.
  private func environments(width: Int = 2, choices: Int = 3, count: Int = 2) throws -> VectorEnvironment<Script> {
    let script = (0..<8).map { (step: Int) -> Script.Step in
      let observation = (0..<width).map { (column: Int) -> Float in Float((step * 7 + column * 3) % 5) }
      return Script.Step(
        observation: observation, reward: Float(step % 3), end: step == 7 ? .terminated : nil, final: observation)
    }
    return try VectorEnvironment(
      (0..<count).map { _ in Script(script, actionSpace: DiscreteAction.Domain(count: choices)) },
      random: RandomStream(seed: 1))
  }

  private func trainedAgent() throws -> PPO<DiscreteAction> {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(configuration, for: environments)
    try learn(agent, in: environments, steps: 64)
    return agent
  }

  @Test("A policy checkpoint restores weights and statistics: the copy acts the same")
  func policy() throws {
    let agent = try trainedAgent()
    let copy = try PPO<DiscreteAction>(configuration, for: environments(), seed: 9)
    let file = try agent.archive(.policy).serialized()
    try copy.restore(.policy, from: TensorArchive(serialized: file))
    #expect(copy.parameterBits == agent.parameterBits)
    #expect(copy.observationNormalizer == agent.observationNormalizer)
    #expect(copy.optimizer.step == 0, "a policy has no moments")
    var observations = ObservationBatch(count: 5, width: 2, maskWidth: 0)
    observations.values = [0, 1, 2, 3, 4, 0, -1, 2, 1, 1]
    var (first, second) = (RandomStream(seed: 1), RandomStream(seed: 1))
    #expect(
      try agent.act(on: observations, mode: .exploit, using: &first)
        == copy.act(on: observations, mode: .exploit, using: &second))
  }

  @Test("A training checkpoint restores moments and return statistics as well, bit for bit")
  func training() throws {
    let archive = try trainedAgent().archive(.training)
    let copy = try PPO<DiscreteAction>(configuration, for: environments(), seed: 9)
    try copy.restore(.training, from: TensorArchive(serialized: archive.serialized()))
    #expect(try copy.archive(.training) == archive)
    #expect(copy.optimizer.step == 4 * 6)
    #expect(copy.returnNormalizer != ReturnNormalizer(environments: 2, discount: 0.99))
  }

  @Test("Training in two halves with a checkpoint between gives the bits of training in one go")
  func resume() throws {
    let whole = try PPO<DiscreteAction>(configuration, for: environments())
    try learn(whole, in: environments(), steps: 128)

    var progress = TrainingProgress(totalSteps: 128)
    let random = RandomStream(seed: 1)
    let first = try PPO<DiscreteAction>(configuration, for: environments())
    let half = UpdateLimit(4)
    try train(first, in: environments(), progress: &progress, callbacks: [half], random: random)
    #expect(progress.steps == 64 && first.parameterBits != whole.parameterBits)
    let file = try first.archive(.training).serialized()
    let second = try PPO<DiscreteAction>(configuration, for: environments(), seed: 5)
    try second.restore(.training, from: TensorArchive(serialized: file))
    try train(second, in: environments(), progress: &progress, random: random)
    #expect(progress.steps == 128)
    #expect(try second.archive(.training) == whole.archive(.training))
  }

  @Test("A training checkpoint within a rollout holds the unfinished rollout")
  func withinRollout() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(configuration, for: environments)
    try learn(agent, in: environments, steps: 22)
    #expect(agent.rollout.filled == 3)
    let copy = try PPO<DiscreteAction>(configuration, for: environments, seed: 9)
    try copy.restore(.training, from: agent.archive(.training))
    #expect(copy.parameterBits == agent.parameterBits && copy.rollout.filled == 3)
    #expect(try copy.archive(.training) == agent.archive(.training))
  }

  /// What is wrong with an archive, and what is said about it.
  struct Damage: Sendable, CustomTestStringConvertible {
    let problem: String
    let change: @Sendable (TensorArchive) -> TensorArchive

    init(_ problem: String, _ change: @escaping @Sendable (TensorArchive) -> TensorArchive) {
      self.problem = problem
      self.change = change
    }

    var testDescription: String { problem }

    /// Another text under a key, or none.
    static func text(_ key: String, _ value: String?, _ problem: String) -> Damage {
      Damage(problem) {
        var archive = $0
        archive.metadata[key] = value
        return archive
      }
    }

    /// Another tensor of a name, or none.
    static func tensor(_ name: String, _ replacement: TensorArchive.Tensor?, _ problem: String) -> Damage {
      Damage(problem) {
        var archive = TensorArchive()
        archive.metadata = $0.metadata
        for tensor in $0.tensors where tensor.name != name { archive.add(tensor) }
        if let replacement { archive.add(replacement) }
        return archive
      }
    }
  }

  private static let damages: [Damage] = [
    .text("agent", "dqn", "is a checkpoint of agent dqn, ppo is needed"),
    .text("agent", nil, "has no entry agent"),
    .text("actions", "discrete(36)", "is for discrete(36) actions, discrete(3) are needed"),
    .tensor("policy.0.weight", nil, "has no tensor policy.0.weight"),
    .tensor(
      "value.1.bias", .init(name: "value.1.bias", shape: [1, 2], values: [0, 0]),
      "tensor value.1.bias must have shape [1, 1], was [1, 2]"),
    .text("observationNormalizer", nil, "has no entry observationNormalizer"),
    .tensor("adam.firstMoment", nil, "has no tensor adam.firstMoment"),
    .tensor("adam.secondMoment", nil, "has no tensor adam.secondMoment"),
    .text("adam.step", "-1", "entry adam.step must be a count, was -1"),
    .text("adam.step", "many", "entry adam.step must be a count, was many"),
    .text("returnNormalizer", nil, "has no entry returnNormalizer"),
  ]

  @Test("A checkpoint with a fault is refused with its reason, and the agent stays as it was", arguments: damages)
  func refused(_ damage: Damage) throws {
    let archive = try damage.change(trainedAgent().archive(.training))
    let agent = try PPO<DiscreteAction>(configuration, for: environments(), seed: 9)
    let before = try agent.archive(.training)
    let error = try #require(throws: ArchiveError.self) { try agent.restore(.training, from: archive) }
    #expect(error.problem == damage.problem)
    #expect(try agent.archive(.training) == before)
  }

  @Test("A checkpoint of other observations, environments or kinds is refused, and the agent stays as it was")
  func otherTasks() throws {
    let archive = try trainedAgent().archive(.training)
    var plain = configuration
    plain.normalizesObservations = false
    for (agent, problem) in [
      (
        try PPO<DiscreteAction>(configuration, for: environments(width: 3)),
        "is for observations of 2 values (observation), 3 are needed; it may be of another preset"
      ),
      (
        try PPO<DiscreteAction>(configuration, for: environments(choices: 4)),
        "is for discrete(3) actions, discrete(4) are needed"
      ),
      (
        try PPO<DiscreteAction>(configuration, for: environments(count: 3)),
        "entry returnNormalizer must be for 3 environments, was 2"
      ),
      (try PPO<DiscreteAction>(plain, for: environments()), "normalises observations, this agent does not"),
    ] {
      let before = try agent.archive(.training)
      let error = try #require(throws: ArchiveError.self) { try agent.restore(.training, from: archive) }
      #expect(error.problem == problem)
      #expect(try agent.archive(.training) == before)
    }
  }

  @Test("A policy checkpoint cannot be trained on")
  func policyIsNoTraining() throws {
    let agent = try trainedAgent()
    let archive = try agent.archive(.policy)
    #expect(throws: ArchiveError("has no tensor adam.firstMoment")) { try agent.restore(.training, from: archive) }
  }
}
