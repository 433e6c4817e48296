import Networks
import Persistence
import RLCore
import Randomness
import Tensors
import Testing
import Training

@testable import Agents

@Suite("Checkpoints and determinism of A2C")
struct A2CCheckpointTests {
  private typealias Script = ScriptedEnvironment<DiscreteAction>

  static let optimizers: [A2CConfiguration.Optimizer] = [
    .rmsprop(), .rmsprop(placement: .outsideRoot), .adam(),
  ]

  private func configuration(_ optimizer: A2CConfiguration.Optimizer, threads: Int = 1) -> A2CConfiguration {
    A2CConfiguration(
      learningRate: .linear(from: 1e-2, to: 0), rolloutSteps: 4, entropyCoefficient: 0.01, optimizer: optimizer,
      normalizesObservations: true, normalizesReturns: true, threads: threads, network: MLPBlueprint(hidden: [16]))
  }

  /// Episodes of eight steps: two rollouts each.
  private func environments(width: Int = 2) throws -> VectorEnvironment<Script> {
    let script = (0..<8).map { (step: Int) -> Script.Step in
      let observation = (0..<width).map { (column: Int) -> Float in Float((step * 7 + column * 3) % 5) }
      return Script.Step(
        observation: observation, reward: Float(step % 3), end: step == 7 ? .truncated : nil, final: observation)
    }
    return try VectorEnvironment(
      (0..<2).map { _ in Script(script, actionSpace: DiscreteAction.Domain(count: 3)) }, random: RandomStream(seed: 1))
  }

  private func agent(
    _ optimizer: A2CConfiguration.Optimizer, threads: Int = 1, width: Int = 2, seed: UInt64 = 1
  ) throws -> A2C<DiscreteAction> {
    try A2C(
      configuration(optimizer, threads: threads), for: environments(width: width), random: RandomStream(seed: seed))
  }

  @Test("Training in two halves with a checkpoint between gives the bits of training in one go", arguments: optimizers)
  func resume(_ optimizer: A2CConfiguration.Optimizer) throws {
    let whole = try agent(optimizer)
    try learn(whole, in: environments(), steps: 128)

    var progress = TrainingProgress(totalSteps: 128)
    let random = RandomStream(seed: 1)
    let first = try agent(optimizer)
    try train(first, in: environments(), progress: &progress, callbacks: [UpdateLimit(8)], random: random)
    #expect(progress.steps == 64 && first.parameterBits != whole.parameterBits)
    let file = try first.archive(.training).serialized()
    let second = try agent(optimizer, seed: 5)
    try second.restore(.training, from: TensorArchive(serialized: file))
    try train(second, in: environments(), progress: &progress, random: random)
    #expect(try second.archive(.training) == whole.archive(.training))
  }

  @Test("The same seed gives the same bits at one thread and at two, another seed gives others")
  func determinism() throws {
    func trained(threads: Int, seed: UInt64) throws -> [UInt32] {
      let agent = try agent(.rmsprop(), threads: threads, seed: seed)
      try learn(agent, in: environments(), steps: 160, seed: seed)
      return agent.parameterBits
    }
    let once = try trained(threads: 1, seed: 1)
    #expect(try trained(threads: 1, seed: 1) == once)
    #expect(try trained(threads: 2, seed: 1) == once)
    #expect(try trained(threads: 1, seed: 2) != once)
  }

  @Test("A policy checkpoint holds no optimiser, and a checkpoint of another optimiser is refused as a whole")
  func refusals() throws {
    let trained = try agent(.rmsprop())
    try learn(trained, in: environments(), steps: 64)
    let copy = try agent(.adam(), seed: 9)
    let before = copy.parameterBits
    #expect(throws: ArchiveError("has no tensor adam.firstMoment")) {
      try copy.restore(.training, from: trained.archive(.training))
    }
    let other = try agent(.rmsprop(), seed: 9)
    #expect(throws: ArchiveError("has no tensor rmsprop.meanSquare")) {
      try other.restore(.training, from: trained.archive(.policy))
    }
    #expect(copy.parameterBits == before && other.parameterBits == before)
    try copy.restore(.policy, from: trained.archive(.policy))
    #expect(copy.parameterBits == trained.parameterBits)
    #expect(copy.intake.observationNormalizer == trained.intake.observationNormalizer)
  }

  @Test("A checkpoint of PPO is refused")
  func otherAgent() throws {
    let ppo = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 4), for: environments())
    #expect(throws: ArchiveError("is a checkpoint of agent ppo, a2c is needed")) {
      try agent(.rmsprop()).restore(.policy, from: ppo.archive(.policy))
    }
  }

  @Test("A number that is not finite stops training with its place; parameters and statistics stay as they were")
  func badNumbers() throws {
    let steps = [
      Script.Step(observation: [1, 1], reward: 1), Script.Step(observation: [1, .nan], reward: 1),
      Script.Step(observation: [1, 2], reward: 1),
    ]
    let environments = try VectorEnvironment(
      [Script(steps, actionSpace: DiscreteAction.Domain(count: 2))], random: RandomStream(seed: 1))
    let agent = try A2C(configuration(.rmsprop()), for: environments, random: RandomStream(seed: 1))
    let before = agent.parameterBits
    let error = try #require(throws: AgentError.self) { try learn(agent, in: environments, steps: 100) }
    #expect(error.description == "observation 1 of environment 0 must be finite, was nan at step 1")
    #expect(agent.parameterBits == before)
    #expect(agent.intake.observationNormalizer?.statistics.mean.allSatisfy(\.isFinite) == true)
  }

  @Test("A gradient that is not finite leaves parameters and optimiser as they were")
  func badGradient() throws {
    let environments = try environments()
    let agent = try agent(.rmsprop())
    try learn(agent, in: environments, steps: 64)
    let before = try agent.archive(.training)
    agent.learner.gradients.fill(.infinity)
    #expect(throws: AgentError(quantity: "the gradient norm", step: 0, found: "inf")) {
      _ = try agent.learner.step(rate: 1e-3, limit: 0.5, at: TrainingProgress(totalSteps: 1))
    }
    #expect(try agent.archive(.training) == before)
  }
}
