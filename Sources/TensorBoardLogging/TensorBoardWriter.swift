import Foundation
import Persistence
import RLCore
import Training

/// Writes the figures of a run as TensorBoard event files, readable while training runs.
///
/// Tags are `update/` and the name of each figure of an update, the names of the figures of sources as they are, and of
/// the episodes that ended since the event before `episodes/meanReturn`, `episodes/meanLength` and the histogram
/// `episodes/returns`. Events are written after the step, so that a source that stands before the writer in the list of
/// callbacks is up to date.
///
/// A resumed run adds a file, and has TensorBoard drop what was written after its checkpoint. Wall times are real:
/// event files are the one output of a run that equal seeds do not make byte-identical.
public final class TensorBoardWriter: ResumableCallback {
  /// What was not written yet.
  public struct Memory: Codable, Sendable, Equatable {
    var returns: [Double] = []
    var lengths: [Int] = []
    var figures: [Figure] = []
    /// What each source said in the last event, to write only what has changed.
    var written: [Figure] = []
  }

  /// Episodes, updates and steps.
  public let events: TrainingEvents = [.episodes, .updates, .steps]
  /// Tells it from other writers of the run.
  public let name: String
  /// What was not written yet.
  public var memory = Memory()

  private let folder: URL
  private let sources: [any FigureSource]
  private let clock: () -> Double
  private var schedule: LogSchedule
  private var firstStep = 0
  private var file: EventFile?

  /// A writer into a folder, which must exist when the first event is written.
  ///
  /// - Parameters:
  ///   - folder: Where the event files go.
  ///   - interval: How often an event is written.
  ///   - sources: Have figures beside those of updates; each is written when it changes.
  ///   - clock: Seconds since 1970 for the wall time of each event; results do not depend on it.
  ///   - name: Tells it from other writers of the run.
  public init(
    folder: URL, every interval: LogInterval = .updates(1), sources: [any FigureSource] = [],
    clock: @escaping () -> Double = { Date().timeIntervalSince1970 }, name: String = "tensorboard"
  ) {
    self.folder = folder
    self.sources = sources
    self.clock = clock
    self.name = name
    schedule = LogSchedule(interval)
  }

  /// Name of the file of a run that starts or resumes, at a step.
  public static func fileName(step: Int) -> String { EventFile.name(step: step) }

  /// Notes the step that names the file.
  public func trainingDidStart(_ run: any TrainingRun) {
    firstStep = run.progress.steps
    schedule.begin(at: firstStep)
  }

  /// Keeps the episode for the next event.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    memory.returns.append(episode.totalReward)
    memory.lengths.append(episode.length)
    return .proceed
  }

  /// Keeps the figures for the next event.
  public func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    memory.figures = report.metrics.map { Figure("update/\($0.name)", $0.value) }
    schedule.noteUpdate(run.progress.updates)
    return .proceed
  }

  /// Writes an event where it is time; throws `FileError` where that fails.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    guard schedule.isDue(at: run.progress.steps) else { return .proceed }
    let time = clock()
    let file = try self.file ?? EventFile(folder: folder, step: firstStep, wallTime: time)
    self.file = file
    var event = TensorBoardEvent()
    event.wallTime = time
    event.step = Int64(run.progress.steps)
    event.summary.value = values()
    try file.append(event)
    return .proceed
  }

  /// Closes the file.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) {
    file?.close()
    file = nil
  }

  /// What there is to write now, which is forgotten.
  private func values() -> [TensorBoardSummary.Value] {
    let news = sources.flatMap(\.figures).filter { !memory.written.contains($0) }
    memory.written = sources.flatMap(\.figures)
    var values = (memory.figures + news).compactMap { figure in
      figure.value.map { TensorBoardSummary.Value(tag: figure.name, scalar: $0) }
    }
    if !memory.returns.isEmpty {
      let count = Double(memory.returns.count)
      values += [
        .init(tag: "episodes/meanReturn", scalar: memory.returns.reduce(0, +) / count),
        .init(tag: "episodes/meanLength", scalar: Double(memory.lengths.reduce(0, +)) / count),
        .init(tag: "episodes/returns", histogramOf: memory.returns),
      ]
    }
    memory.figures = []
    memory.returns = []
    memory.lengths = []
    return values
  }
}
