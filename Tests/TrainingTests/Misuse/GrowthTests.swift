import Persistence
import RLCore
import Randomness
import Testing
import Training

/// What is kept in checkpoints does not grow with the length of a run.
@Suite struct GrowthTests {
  private let random = RandomStream(seed: 1)

  @Test func `a log keeps the latest episodes, in their order`() {
    let log = EpisodeLog(limit: 10)
    let run = StubRun(TrainingProgress(totalSteps: 1))
    for index in 0..<37 {
      _ = log.episodeDidEnd(
        EpisodeSummary(totalReward: Double(index), length: 1, end: .terminated, environment: 0), in: run)
      #expect(log.memory.map(\.totalReward) == (max(0, index - 9)...index).map(Double.init))
    }
    let other = EpisodeLog(limit: 10)
    other.memory = log.memory
    #expect(other.memory == log.memory)
  }

  @Test func `a checkpoint after many short episodes is no larger than one after some`() throws {
    func size(after steps: Int) throws -> Int {
      let trainer = Trainer(
        StubAgent(interval: 100), in: try VectorEnvironment([FixedLength(length: 1)], random: random),
        totalSteps: 1_000_000, callbacks: [EpisodeLog(limit: 100)], random: random)
      try trainer.run(until: steps)
      return try trainer.archive(.training).serialized().count
    }
    let (some, many) = (try size(after: 1_000), try size(after: 20_000))
    #expect(many < some + 200, "\(some) bytes, then \(many)")
  }

  @Test func `of evaluations long past only the score is kept`() throws {
    let evaluation = EvaluationCallback(every: 1) {
      ([EpisodeSummary(totalReward: 1, length: 1, end: .terminated, environment: 0)], 1)
    }
    let trainer = Trainer(
      StubAgent(interval: 100), in: try VectorEnvironment([FixedLength(length: 1)], random: random), totalSteps: 150,
      callbacks: [evaluation], random: random)
    try trainer.run()
    #expect(evaluation.evaluations.count == 150 && evaluation.evaluations.allSatisfy { $0.score == 1 })
    #expect(evaluation.evaluations.map { $0.episodes.count } == (0..<150).map { $0 < 50 ? 0 : 1 })
  }
}
