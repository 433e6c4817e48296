import Networks
import Persistence
import RLCore
import Randomness
import Tensors
import Testing
import Training

@testable import Agents

@Suite("Checkpoints of recurrent PPO")
struct RecurrentCheckpointTests {
  private let configuration = RecurrentPPOConfiguration(
    learningRate: .linear(from: 1e-2, to: 0), rolloutSteps: 8, batchSize: 16, epochs: 2, normalizesObservations: true,
    normalizesReturns: true, network: RecurrentScript.network())

  private func run(
    _ agent: RecurrentPPO<DiscreteAction>, in environments: VectorEnvironment<RecurrentScript.Script>,
    from observations: inout ObservationBatch, updates: Range<Int>
  ) throws {
    let random = RandomStream(seed: 5)
    var progress = TrainingProgress(totalSteps: 6 * 24)
    progress.advance(by: updates.lowerBound * 24)
    for update in updates {
      var (exploring, learning) = (random.split("exploration", update), random.split("learning", update))
      try agent.fillRollout(in: environments, from: &observations, using: &exploring)
      progress.advance(by: 24)
      _ = try agent.learn(progress: progress, using: &learning)
    }
  }

  @Test("Training goes on from a checkpoint in the middle of episodes as if it had never stopped, bit for bit")
  func resumed() throws {
    let environments = try RecurrentScript.environments()
    let agent = try RecurrentScript.agent(configuration, environments: environments)
    var observations = environments.reset()
    try run(agent, in: environments, from: &observations, updates: 0..<3)
    let file = try agent.archive(.training).serialized()
    let copy = try RecurrentScript.agent(configuration, environments: environments, seed: 9)
    try copy.restore(.training, from: TensorArchive(serialized: file))
    #expect(copy.policyState.values.contains { $0 != 0 } && copy.valueState.values.contains { $0 != 0 })
    // A copy of the environments where they stand.
    let others = try VectorEnvironment(environments.environments, random: RandomStream(seed: 1))
    var continued = observations
    try run(copy, in: others, from: &continued, updates: 3..<6)
    try run(agent, in: environments, from: &observations, updates: 3..<6)
    #expect(copy.parameterBits == agent.parameterBits)
    #expect(try copy.archive(.training) == agent.archive(.training))
  }

  @Test("A policy checkpoint acts the same and remembers nothing")
  func policy() throws {
    let environments = try RecurrentScript.environments()
    let agent = try RecurrentScript.agent(configuration, environments: environments)
    var observations = environments.reset()
    try run(agent, in: environments, from: &observations, updates: 0..<2)
    let copy = try RecurrentScript.agent(configuration, environments: environments, seed: 9)
    try copy.restore(.policy, from: TensorArchive(serialized: agent.archive(.policy).serialized()))
    #expect(copy.parameterBits == agent.parameterBits)
    #expect(copy.policyState.values.allSatisfy { $0 == 0 } && copy.optimizer.step == 0)
    var (first, second) = (RandomStream(seed: 1), RandomStream(seed: 1))
    observations.isStart = [true, true, true]
    for _ in 0..<5 {
      #expect(
        try agent.act(on: observations, mode: .exploit, using: &first)
          == copy.act(on: observations, mode: .exploit, using: &second))
      observations.isStart = [false, false, false]
    }
  }

  @Test("A bad checkpoint is refused with a sentence and changes nothing")
  func refused() throws {
    let environments = try RecurrentScript.environments()
    let agent = try RecurrentScript.agent(configuration, environments: environments)
    let before = agent.parameterBits
    var wide = configuration
    wide.network.width = 7
    let other = try RecurrentScript.agent(wide, environments: environments)
    let fewer = try RecurrentScript.environments(count: 2)
    let less = try RecurrentScript.agent(configuration, environments: fewer)
    let plain = try PPO<DiscreteAction>(PPOConfiguration(), for: environments)
    for (archive, words) in [
      (try other.archive(.training), "is of a policy whose network.width is 7, 6 is needed"),
      (try less.archive(.training), "memory.policy"),
      (try plain.archive(.training), "is a checkpoint of agent ppo, recurrent-ppo is needed"),
      (try agent.archive(.policy), "has no tensor adam.firstMoment"),
    ] {
      let error = try #require(throws: ArchiveError.self) { try agent.restore(.training, from: archive) }
      #expect("\(error)".contains(words), "\(error)")
      #expect(agent.parameterBits == before)
    }
  }
}
