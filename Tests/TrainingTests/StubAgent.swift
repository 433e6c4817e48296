import Persistence
import RLCore
import Randomness
import Training

/// An agent that reports an update after every few steps, and keeps what it drew.
final class StubAgent: Agent {
  typealias ActionType = DiscreteAction

  let interval: Int
  let failure: AgentError?
  private(set) var explored: [UInt64] = []
  private(set) var exploited = 0
  private(set) var learned: [UInt64] = []
  private var recorded = 0

  init(interval: Int, failure: AgentError? = nil) {
    self.interval = interval
    self.failure = failure
  }

  func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) -> [DiscreteAction] {
    switch mode {
    case .explore: explored.append(random.next())
    case .exploit, .sample: exploited += 1
    }
    return (0..<observations.count).map { _ in DiscreteAction(0) }
  }

  func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) { recorded += 1 }

  func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    guard recorded == interval else { return nil }
    recorded = 0
    learned.append(random.next())
    if let failure { throw failure }
    var report = UpdateReport()
    report.add("loss", Double(progress.steps))
    return report
  }

  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive { TensorArchive() }
  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {}
}

/// Episodes of a fixed length that pay 1 for each step.
struct FixedLength: Environment {
  typealias ActionType = DiscreteAction

  let length: Int
  private var steps = 0
  let observationSpace = ObservationSpace(width: 1)
  let actionSpace = DiscreteAction.Domain(count: 2)

  init(length: Int) { self.length = length }

  mutating func reset(using random: inout RandomStream) { steps = 0 }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    steps += 1
    return StepOutcome(reward: 1, end: steps == length ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) { row[0] = Float(steps) }
}

/// Writes down every call.
final class Witness: Callback {
  struct Refusal: Error {}

  let events: TrainingEvents
  private let stopsAtEpisode: Int?
  private let stopsAtUpdate: Int?
  private let throwsAtUpdate: Int?
  private(set) var calls: [String] = []
  private(set) var episodes: [EpisodeSummary] = []

  init(
    _ events: TrainingEvents, stopsAtEpisode: Int? = nil, stopsAtUpdate: Int? = nil, throwsAtUpdate: Int? = nil
  ) {
    self.events = events
    self.stopsAtEpisode = stopsAtEpisode
    self.stopsAtUpdate = stopsAtUpdate
    self.throwsAtUpdate = throwsAtUpdate
  }

  func trainingDidStart(_ run: any TrainingRun) { calls.append("start \(run.progress.steps)") }

  func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    calls.append("episode \(run.progress.episodes) at \(run.progress.steps)")
    episodes.append(episode)
    return run.progress.episodes == stopsAtEpisode ? .stop(reason: "enough episodes") : .proceed
  }

  func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict {
    calls.append("update \(run.progress.updates) with \(report["loss"] ?? .nan)")
    if run.progress.updates == throwsAtUpdate { throw Refusal() }
    return run.progress.updates == stopsAtUpdate ? .stop(reason: "enough updates") : .proceed
  }

  func trainingDidEnd(_ reason: String, in run: any TrainingRun) { calls.append("end: \(reason)") }
}

/// A run that only says how far it is.
final class StubRun: TrainingRun {
  let progress: TrainingProgress

  init(_ progress: TrainingProgress) { self.progress = progress }

  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive { TensorArchive() }
}
