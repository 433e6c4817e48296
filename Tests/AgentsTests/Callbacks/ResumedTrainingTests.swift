import Agents
import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Testing
import Training

/// `trainAgent` and `transferAgent`, stopped after any step and called again.
@Suite("Training in one call that goes on")
struct ResumedTrainingTests {
  /// Walks to the right for a reward until it is where it wants to be.
  private struct Track: Environment {
    typealias ActionType = DiscreteAction
    let observationSpace = ObservationSpace(width: 2)
    let actionSpace = DiscreteAction.Domain(count: 2)
    private var place: Float = 0
    private var steps = 0

    mutating func reset(using random: inout RandomStream) {
      place = random.uniform()
      steps = 0
    }

    mutating func step(_ action: DiscreteAction) -> StepOutcome {
      place += action.index == 0 ? -0.3 : 0.2
      steps += 1
      return StepOutcome(reward: place, end: place > 2 ? .terminated : steps == 9 ? .truncated : nil)
    }

    func writeObservation(into row: inout MutableSpan<Float>) {
      row[0] = place
      row[1] = Float(steps)
    }
  }

  private func agent() throws -> PPO<DiscreteAction> {
    let environments = try VectorEnvironment([Track(), Track()], random: RandomStream(seed: 1))
    return try PPO(
      PPOConfiguration(rolloutSteps: 8, batchSize: 8, epochs: 2, network: MLPBlueprint(hidden: [8])),
      for: environments, random: RandomStream(seed: 2))
  }

  /// What an uninterrupted call leaves, and what one leaves that was stopped after a step and called again.
  private func check(
    stopping step: Int, _ train: (PPO<DiscreteAction>, [any Callback], TensorArchive?) throws -> TrainingResult
  ) throws {
    let whole = try agent()
    let expected = try train(whole, [], nil)

    var checkpoint: TensorArchive?
    let stop = ClosureCallback.stopOnStep { run in
      guard run.progress.steps == step else { return nil }
      checkpoint = try run.archive(.training)
      return "told to"
    }
    #expect(try train(agent(), [stop], nil).reason == "told to")
    let kept = try TensorArchive(serialized: #require(checkpoint).serialized())

    let second = try agent()
    #expect(try train(second, [], kept) == expected)
    #expect(try second.archive(.training).serialized() == whole.archive(.training).serialized())
    #expect(expected.episodes.returns.count > 5, "episodes of both calls are told")
  }

  @Test(
    "trainAgent ends with the bytes of a call that was never stopped, statistics and episodes included",
    arguments: [2, 16, 38, 62])
  func trains(step: Int) throws {
    try check(stopping: step) { agent, callbacks, checkpoint in
      try trainAgent(
        agent, in: Track(),
        TrainingConfiguration(
          totalSteps: 64, environments: 2, normalizesObservations: true, normalizesRewards: true, seed: 5),
        callbacks: callbacks, from: checkpoint)
    }
  }

  @Test("transferAgent goes on too, with what is frozen still as it was")
  func transfers() throws {
    let policy = try agent().archive(.policy)
    try check(stopping: 38) { agent, callbacks, checkpoint in
      try transferAgent(
        agent, policy: policy, to: Track(),
        TransferConfiguration(
          freeze: ["policy.0"], training: TrainingConfiguration(totalSteps: 64, environments: 2, seed: 5),
          evaluationEpisodes: 2),
        callbacks: callbacks, from: checkpoint
      ).training
    }
  }

  @Test("A checkpoint of another run is refused with a sentence")
  func refuses() throws {
    let policy = try agent().archive(.policy)
    #expect(throws: ArchiveError.self) {
      try trainAgent(
        agent(), in: Track(), TrainingConfiguration(totalSteps: 64, environments: 2), from: policy)
    }
  }
}
