import RLCore
import Randomness
import Settings
import Testing
import Training

/// Every run ends, says why, and tells its callbacks.
@Suite struct EndingTests {
  private let random = RandomStream(seed: 1)

  /// Never ends by itself.
  private struct Endless: Environment {
    let observationSpace = ObservationSpace(width: 1)
    let actionSpace = DiscreteAction.Domain(count: 2)
    mutating func reset(using random: inout RandomStream) {}
    mutating func step(_ action: DiscreteAction) -> StepOutcome { StepOutcome(reward: 1) }
    func writeObservation(into row: inout MutableSpan<Float>) { row[0] = 0 }
  }

  private func endless() throws -> VectorEnvironment<Endless> {
    try VectorEnvironment([Endless(), Endless()], random: random)
  }

  @Test func `an evaluation that would not end is ended with a sentence`() throws {
    let error = #expect(throws: EndlessEpisodeError.self) {
      try evaluatePolicy(StubAgent(interval: 1), in: endless(), episodes: 2, stepLimit: 50, random: random)
    }
    #expect(error == EndlessEpisodeError(environment: 0, stepLimit: 50))
    #expect(error?.description.hasPrefix("an episode of environment 0 must end within 50 steps") == true)
  }

  @Test func `an episode that ends on the last step of the limit is whole, and others may go on`() throws {
    let whole = try VectorEnvironment([FixedLength(length: 50)], random: random)
    let played = try evaluatePolicy(StubAgent(interval: 1), in: whole, episodes: 1, stepLimit: 50, random: random)
    #expect(played.episodes.map(\.length) == [50])
    // The second environment has no share; that it goes on is no offence.
    let two = try VectorEnvironment([FixedLength(length: 5), FixedLength(length: 5000)], random: random)
    let one = try evaluatePolicy(StubAgent(interval: 1), in: two, episodes: 1, stepLimit: 10, random: random)
    #expect(one.episodes.count == 1)
  }

  @Test(arguments: [0, -1])
  func `counts of an evaluation must be positive`(count: Int) throws {
    let environments = try VectorEnvironment([FixedLength(length: 5)], random: random)
    #expect(throws: ConfigurationError(field: "episodes", must: "be positive", found: "\(count)")) {
      try evaluatePolicy(StubAgent(interval: 1), in: environments, episodes: count, random: random)
    }
    #expect(throws: ConfigurationError(field: "stepLimit", must: "be positive", found: "\(count)")) {
      try evaluatePolicy(StubAgent(interval: 1), in: environments, episodes: 1, stepLimit: count, random: random)
    }
  }

  @Test func `cancelling the task ends training at the next step, with a checkpoint that is resumed exactly`()
    async throws
  {
    let folder = try TestFolder()
    let url = folder.url
    let task = Task {
      let trainer = try WalkRun.trainer(
        callbacks: [
          .onStep { run in if run.progress.steps == 90 { withUnsafeCurrentTask { $0?.cancel() } } },
          CheckpointCallback(folder: url, every: 1000),
        ])
      return try trainer.run()
    }
    #expect(try await task.value == "cancelled after 90 steps")
    let newest = try #require(try Checkpoints.newest(in: url).newest)
    #expect(newest.progress.steps == 90)
    let (resumed, whole) = (try WalkRun.trainer(callbacks: []), try WalkRun.trainer(callbacks: []))
    try resumed.restore(.training, from: newest.archive)
    try resumed.run()
    try whole.run()
    #expect(try resumed.archive(.training) == whole.archive(.training))
  }

  @Test func `every callback hears of the end when a hook, the agent or the environments end a run with an error`()
    throws
  {
    let failure = AgentError(quantity: "the loss", step: 4, found: "nan")
    struct Refusal: Error {}
    let cases: [(StubAgent, ClosureCallback)] = [
      (StubAgent(interval: 2, failure: failure), ClosureCallback.onStep { _ in }),
      (StubAgent(interval: 2), ClosureCallback.onStep { run in if run.progress.steps == 4 { throw Refusal() } }),
      (StubAgent(interval: 2), ClosureCallback.onUpdate { _, _ in throw Refusal() }),
    ]
    for (agent, hook) in cases {
      let (before, after) = (Witness([]), Witness([]))
      let trainer = Trainer(
        agent, in: try VectorEnvironment([FixedLength(length: 3), FixedLength(length: 5)], random: random),
        totalSteps: 100, callbacks: [before, hook, after], random: random)
      #expect(throws: (any Error).self) { try trainer.run() }
      #expect(trainer.failure != nil)
      for witness in [before, after] {
        #expect(witness.calls.count == 2 && witness.calls.last?.hasPrefix("end: ended by an error: ") == true)
      }
    }
  }

  @Test func `a callback that was not told of the start is not told of the end`() throws {
    struct Refusal: Error {}
    let (before, after) = (Witness([]), Witness([]))
    let trainer = try WalkRun.trainer(callbacks: [before, .onStart { _ in throw Refusal() }, after])
    #expect(throws: Refusal.self) { try trainer.run() }
    #expect(before.calls.count == 2 && after.calls.isEmpty)
  }

  @Test func `an error leaves the checkpoint before it alone`() throws {
    struct Refusal: Error {}
    let folder = try TestFolder()
    let trainer = try WalkRun.trainer(
      callbacks: [
        CheckpointCallback(folder: folder.url, every: 60),
        .onStep { run in if run.progress.steps == 90 { throw Refusal() } },
      ])
    #expect(throws: Refusal.self) { try trainer.run() }
    #expect(try Checkpoints.newest(in: folder.url).newest?.progress.steps == 60)
  }

  @Test func `a budget too small for one update says so`() throws {
    let result = try trainAgent(
      StubAgent(interval: 50), in: FixedLength(length: 3), TrainingConfiguration(totalSteps: 12))
    #expect(result.reason == "all 12 steps taken, too few for one update: the agent has learnt nothing")
  }
}
