import Persistence
import RLCore
import Randomness
import Testing
import Training

@Suite("Trainer checkpoints")
struct TrainerCheckpointTests {
  /// A walk whose step lengths are drawn within the episode, so that its stream matters.
  private struct Walk: Environment {
    typealias ActionType = DiscreteAction

    let observationSpace = ObservationSpace(width: 2)
    let actionSpace = DiscreteAction.Domain(count: 2)
    /// What an episode must not depend on; 0 in a well-made environment.
    var drift: Float = 0
    private var place: Float = 0
    private var steps: Float = 0
    private var wind = RandomStream(seed: 0)

    init(drift: Float = 0) { self.drift = drift }

    mutating func reset(using random: inout RandomStream) {
      place = Float(random.index(below: 1000)) + drift
      steps = 0
      wind = RandomStream(seed: random.next())
    }

    mutating func step(_ action: DiscreteAction) -> StepOutcome {
      place += Float(wind.index(below: 100)) * (action.index == 0 ? 1 : -1)
      steps += 1
      return StepOutcome(reward: place, end: wind.index(below: 7) == 0 ? .terminated : nil)
    }

    func writeObservation(into row: inout MutableSpan<Float>) {
      row[0] = place
      row[1] = steps
    }
  }

  /// Acts at random and learns the sum of all rewards.
  private final class Summing: Agent {
    typealias ActionType = DiscreteAction
    var sum: Float = 0
    var recorded = 0

    func act(
      on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
    ) -> [DiscreteAction] {
      (0..<observations.count).map { _ in DiscreteAction(random.index(below: 2)) }
    }

    func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) {
      sum += transitions.rewards.reduce(0, +) + next.values.reduce(0, +)
      recorded += 1
    }

    func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
      guard recorded % 5 == 0 else { return nil }
      sum += Float(random.index(below: 10))
      return UpdateReport()
    }

    func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
      var archive = TensorArchive()
      archive.add(.init(name: "sum", shape: [2], values: [sum, Float(recorded)]))
      return archive
    }

    func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
      let values = try archive.tensor("sum", shape: [2])
      (sum, recorded) = (values[0], Int(values[1]))
    }
  }

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

  private func trainer(steps: Int = 300, drift: Float = 0) -> Trainer<VectorEnvironment<Walk>> {
    Trainer(
      Summing(), in: VectorEnvironment((0..<3).map { _ in Walk(drift: drift) }, random: random.split("environments")),
      totalSteps: steps, callbacks: [Returns()], random: random)
  }

  @Test(
    "A run that goes on from an archive ends as it would have without, whatever the step",
    arguments: [3, 48, 150, 297])
  func exact(pause: Int) throws {
    let whole = trainer()
    try whole.run()
    let first = trainer()
    try first.run(until: pause)
    let file = try first.archive(.training).serialized()
    let second = trainer()
    try second.restore(.training, from: TensorArchive(serialized: file))
    #expect(second.progress == first.progress)
    try second.run()
    #expect(try second.archive(.training).serialized() == whole.archive(.training).serialized())
    #expect(second.progress.steps == 300 && second.progress.episodes > 10)
  }

  @Test("A run that was paused goes on as one that was not")
  func pause() throws {
    let (whole, paused) = (trainer(), trainer())
    try whole.run()
    #expect(try paused.run(until: 100) == "paused after 102 steps", "whole steps of three environments")
    try paused.run()
    #expect(try paused.archive(.training) == whole.archive(.training))
  }

  @Test("An environment that does not come back to where it was is named")
  func drift() throws {
    let first = trainer()
    try first.run(until: 60)
    let archive = try first.archive(.training)
    let error = #expect(throws: ArchiveError.self) { try trainer(drift: 1).restore(.training, from: archive) }
    #expect(error?.problem.hasPrefix("environment 0 does not come back to where it was") == true)
  }

  @Test("Archives of other numbers of environments are refused")
  func misfit() throws {
    let other = Trainer(
      Summing(), in: VectorEnvironment([Walk()], random: random), totalSteps: 300, random: random)
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
  func withinStep() {
    let trainer = Trainer(
      Summing(), in: VectorEnvironment([Walk()], random: random), totalSteps: 300, callbacks: [Eager()], random: random)
    #expect(throws: ArchiveError("can be made between two steps only, as in stepDidEnd(in:)")) { try trainer.run() }
  }

  @Test("Two callbacks of one name cannot be told apart")
  func names() throws {
    let trainer = Trainer(
      Summing(), in: VectorEnvironment([Walk()], random: random), totalSteps: 3, callbacks: [Returns(), Returns()],
      random: random)
    try trainer.run()
    #expect(throws: ArchiveError("would hold two callbacks named returns; give one of them another name")) {
      try trainer.archive(.training)
    }
  }
}
