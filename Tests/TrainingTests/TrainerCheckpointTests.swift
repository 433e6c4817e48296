import Persistence
import RLCore
import Randomness
import Testing
import Training

@Suite("Trainer checkpoints")
struct TrainerCheckpointTests {
  /// Keeps the returns of all episodes.
  private final class Returns: ResumableCallback {
    let events: TrainingEvents = .episodes
    let name = "returns"
    var memory: [Double] = []

    func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
      memory.append(episode.totalReward)
      return .proceed
    }
  }

  private let random = RandomStream(seed: 1)

  private func trainer(steps: Int = 300, drift: Float = 0) throws -> Trainer<VectorEnvironment<Walk>> {
    Trainer(
      SummingAgent(),
      in: try VectorEnvironment((0..<3).map { _ in Walk(drift: drift) }, random: random.split("environments")),
      totalSteps: steps, callbacks: [Returns()], random: random)
  }

  @Test(
    "A run that goes on from an archive ends as it would have without, whatever the step",
    arguments: [3, 48, 150, 297])
  func exact(pause: Int) throws {
    let whole = try trainer()
    try whole.run()
    let first = try trainer()
    try first.run(until: pause)
    let file = try first.archive(.training).serialized()
    let second = try trainer()
    try second.restore(.training, from: TensorArchive(serialized: file))
    #expect(second.progress == first.progress)
    try second.run()
    #expect(try second.archive(.training).serialized() == whole.archive(.training).serialized())
    #expect(second.progress.steps == 300 && second.progress.episodes > 10)
  }

  @Test("A run that was paused goes on as one that was not")
  func pause() throws {
    let (whole, paused) = try (trainer(), trainer())
    try whole.run()
    #expect(try paused.run(until: 100) == "paused after 102 steps", "whole steps of three environments")
    try paused.run()
    #expect(try paused.archive(.training) == whole.archive(.training))
  }

  @Test("An environment that does not come back to where it was is named")
  func drift() throws {
    let first = try trainer()
    try first.run(until: 60)
    let archive = try first.archive(.training)
    let error = #expect(throws: ArchiveError.self) { try trainer(drift: 1).restore(.training, from: archive) }
    #expect(error?.problem.hasPrefix("environment 0 does not come back to where it was") == true)
  }

  @Test("Archives of other numbers of environments are refused")
  func misfit() throws {
    let other = Trainer(
      SummingAgent(), in: try VectorEnvironment([Walk()], random: random), totalSteps: 300, random: random)
    try other.run(until: 10)
    #expect(throws: ArchiveError("is for 1 environments, there are 3")) {
      try trainer().restore(.training, from: try other.archive(.training))
    }
    #expect(throws: ArchiveError("has no entry training")) { try trainer().restore(.training, from: TensorArchive()) }
  }

  /// Archives at a moment that does not allow it.
  private final class Eager: Callback {
    let events: TrainingEvents = .updates
    func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict {
      _ = try run.archive(.training)
      return .proceed
    }
  }

  @Test("In the middle of a step nothing can be archived")
  func withinStep() throws {
    let trainer = Trainer(
      SummingAgent(), in: try VectorEnvironment([Walk()], random: random), totalSteps: 300, callbacks: [Eager()],
      random: random)
    #expect(throws: ArchiveError("can be made between two steps only, as in stepDidEnd(in:)")) { try trainer.run() }
  }

  @Test("Two callbacks of one name cannot be told apart")
  func names() throws {
    let trainer = Trainer(
      SummingAgent(), in: try VectorEnvironment([Walk()], random: random), totalSteps: 3,
      callbacks: [Returns(), Returns()],
      random: random)
    try trainer.run()
    #expect(throws: ArchiveError("would hold two callbacks named returns; give one of them another name")) {
      try trainer.archive(.training)
    }
  }
}
