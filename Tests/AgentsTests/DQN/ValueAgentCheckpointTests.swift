import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Checkpoints and determinism of DQN and QR-DQN")
struct ValueAgentCheckpointTests {
  private func environments(choices: Int = 3) throws -> VectorEnvironment<IdentityEnvironment> {
    try VectorEnvironment(
      (0..<2).map { IdentityEnvironment(choices: choices, length: 7 + 4 * $0, masksActions: true) },
      random: RandomStream(seed: 5))
  }

  private func run(
    _ agent: some ValueAgent, steps: Int, in environments: VectorEnvironment<IdentityEnvironment>,
    from observations: inout ObservationBatch, progress: inout TrainingProgress, using random: inout RandomStream
  ) throws {
    try agent.run(in: environments, from: &observations, steps: steps, progress: &progress, using: &random)
  }

  /// Trains for some steps, in one go or with a copy taking over half-way.
  private func trained(
    _ kind: ValueAgentKind, steps: Int, changesOver: Bool = false, threads: Int = 1, hidden: [Int] = [16]
  ) throws -> TensorArchive {
    let environments = try environments()
    var agent = try kind.make(for: environments, threads: threads, hidden: hidden)
    var (progress, random) = (TrainingProgress(totalSteps: 2 * steps), RandomStream(seed: 1))
    var observations = environments.reset()
    for half in 0..<2 {
      if half == 1 && changesOver {
        let file = try agent.archive(.training).serialized()
        agent = try kind.make(for: environments, threads: threads, seed: 9, hidden: hidden)
        try agent.restore(.training, from: TensorArchive(serialized: file))
      }
      try run(
        agent, steps: steps / 2, in: environments, from: &observations, progress: &progress, using: &random)
    }
    return try agent.archive(.training)
  }

  @Test(
    "Training in two halves with a checkpoint between gives the bits of training in one go",
    arguments: ValueAgentKind.allCases)
  func resume(kind: ValueAgentKind) throws {
    let whole = try trained(kind, steps: 100)
    #expect(try trained(kind, steps: 100, changesOver: true) == whole)
    #expect(whole.metadata["adam.step"] == "90")
  }

  @Test("One thread and two give the same bits, whether the batch is split or not", arguments: ValueAgentKind.allCases)
  func threads(kind: ValueAgentKind) throws {
    // The wider network is split by rows.
    for (hidden, steps) in [([16], 80), ([256, 256], 30)] {
      let one = try trained(kind, steps: steps, hidden: hidden)
      #expect(try trained(kind, steps: steps, threads: 2, hidden: hidden) == one)
    }
  }

  @Test("A large batch is split into halves whose gradients add up to those of the whole")
  func split() throws {
    let small = try ValueAgentKind.dqn.make(for: environments(), hidden: [16])
    let large = try ValueAgentKind.dqn.make(for: environments(), hidden: [256, 256])
    #expect(small.learner.lanes.map(\.rows) == [0..<16])
    #expect(large.learner.lanes.map(\.rows) == [0..<8, 8..<16])
    let learner = large.learner
    var random = RandomStream(seed: 3)
    for index in 0..<learner.batch.observations.count {
      learner.batch.observations.pointer[index] = Float(random.normal())
    }
    _ = large.gradients()
    let tape = Tape(parameters: learner.parameters, gradients: AlignedBuffer(count: learner.layout.count))
    let values = learner.outputs(learner.batch.observations, rows: 0..<16, on: tape)
    let zeros = AlignedBuffer<Float>(count: 16)
    let slice = try #require(learner.layout.entries.last).slice
    let error = tape.huberError(
      values, choices: zeros.pointer, targets: zeros.pointer, weights: learner.batch.weights.pointer, scale: 1.0 / 16)
    tape.backward(from: error.loss)
    let whole = tape.gradients(of: tape.parameter(slice))
    for (index, value) in whole.enumerated() {
      #expect(abs(value - learner.weights.gradients.pointer[slice.offset + index]) < 1e-5)
    }
  }

  @Test("A policy checkpoint holds what acting needs: the copy acts the same", arguments: ValueAgentKind.allCases)
  func policy(kind: ValueAgentKind) throws {
    let environments = try environments()
    let agent = try kind.make(for: environments)
    let copy = try kind.make(for: environments, seed: 4)
    let archive = try agent.archive(.policy)
    #expect(!archive.tensors.contains { $0.name.hasPrefix("replay") || $0.name.hasPrefix("target") })
    try copy.restore(.policy, from: archive)
    #expect(copy.parameterBits == agent.parameterBits)
    #expect(copy.learner.targetParameters.array == copy.learner.parameters.array)
    var random = RandomStream(seed: 1)
    let observations = environments.reset()
    #expect(
      try agent.act(on: observations, mode: .exploit, using: &random)
        == copy.act(on: observations, mode: .exploit, using: &random))
  }

  @Test("A checkpoint that does not fit is refused with its reason, and the agent stays as it was")
  func refused() throws {
    let archive = try trained(.dqn, steps: 40)
    for (key, value, problem) in [
      ("agent", "ppo", "is a checkpoint of agent ppo, dqn is needed"),
      ("actions", "discrete(36)", "is for discrete(36) actions, discrete(3) are needed"),
      ("clock", nil, "has no entry clock"),
      ("replay.head", nil, "has no entry replay.head"),
      ("replay.slots", "7", "has a replay buffer of 7 transitions an environment, 1000 are needed"),
    ] {
      var damaged = archive
      damaged.metadata[key] = value
      let agent = try ValueAgentKind.dqn.make(for: environments(), seed: 3)
      let before = try agent.archive(.training)
      #expect(throws: ArchiveError(problem)) { try agent.restore(.training, from: damaged) }
      #expect(try agent.archive(.training) == before)
    }
  }
}
