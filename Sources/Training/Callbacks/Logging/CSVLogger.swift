import Foundation
import Persistence
import RLCore

/// Writes figures as the rows of a CSV file, byte for byte the same whether a run was killed and resumed or not.
///
/// Columns are `steps`, `episodes`, `updates`, `meanReturn` and `meanLength` of the episodes that ended lately, then
/// the figures of updates, then those of the sources; an empty cell is a figure that there was none of. Rows are written
/// after the step, so that a source that stands before the logger in the list of callbacks is up to date. The file is
/// what a run has in common with its checkpoint: a resumed run cuts the file back to the row of its checkpoint, a
/// run that begins anew begins it anew. ``MetricsTable`` reads it.
public final class CSVLogger: ResumableCallback {
  /// How far the file is.
  public struct Memory: Codable, Sendable, Equatable {
    var bytes = 0
    var columns: [String] = []
    var episodes: RecentEpisodes
    /// Of the last update since the last row; `nil` before the first update.
    var figures: [Figure]?
  }

  /// Episodes, updates and steps.
  public let events: TrainingEvents = [.episodes, .updates, .steps]
  /// Tells it from other loggers of the run.
  public let name: String
  /// Figures that were reported, but have no column: they were not known when the columns were fixed.
  public private(set) var unlisted: [String] = []

  private let url: URL
  private let sources: [any FigureSource]
  private let clock: (() -> Double)?
  private var schedule: LogSchedule
  private var state: Memory
  private var file: LogFile?

  /// A logger into a file, whose folder must exist when training begins.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - interval: How often a row is written.
  ///   - columns: Figures of updates and sources to write; `nil` fixes them by the first row: those of the update before
  ///     it, then those of the sources.
  ///   - sources: Have figures beside those of updates.
  ///   - episodes: How many of the latest episodes the means are taken over.
  ///   - clock: Gives seconds for a column `seconds`; `nil` leaves it out, since no two runs agree on it.
  ///   - name: Tells it from other loggers of the run.
  public init(
    _ url: URL, every interval: LogInterval = .updates(1), columns: [String]? = nil,
    sources: [any FigureSource] = [], episodes: Int = 100, clock: (() -> Double)? = nil, name: String = "csv"
  ) {
    self.url = url
    self.sources = sources
    self.clock = clock
    self.name = name
    schedule = LogSchedule(interval)
    state = Memory(columns: columns ?? [], episodes: RecentEpisodes(limit: episodes), figures: columns.map { _ in [] })
  }

  /// How far the file is; what is in it by then outlives a loss of power.
  public var memory: Memory {
    get {
      file?.synchronize()
      return state
    }
    set { state = newValue }
  }

  /// Opens the file, and cuts off what was written after the checkpoint.
  public func trainingDidStart(_ run: any TrainingRun) throws {
    schedule.begin(at: run.progress.steps)
    file = try LogFile(url, keeping: state.bytes)
  }

  /// Keeps the episode for the means.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    state.episodes.add(episode)
    return .proceed
  }

  /// Keeps the figures for the next row.
  public func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    state.figures = report.metrics.map { Figure($0.name, $0.value) }
    schedule.noteUpdate(run.progress.updates)
    return .proceed
  }

  /// Writes a row if it is time; throws `FileError` where that fails.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    // Before the first update nobody knows the columns.
    guard schedule.isDue(at: run.progress.steps), let reported = state.figures, let file else { return .proceed }
    let figures = reported + sources.flatMap(\.figures)
    if state.bytes == 0 {
      if state.columns.isEmpty { state.columns = figures.map(\.name) }
      try file.append((leadingNames + state.columns).map(Self.plain).joined(separator: ","))
    }
    note(unlisted: figures)
    let cells = state.columns.map { column in Self.text(figures.first { $0.name == column }?.value) }
    try file.append((leadingCells(run.progress) + cells).joined(separator: ","))
    state.bytes = file.bytes
    state.figures = []
    return .proceed
  }

  /// Closes the file.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) {
    file?.close()
    file = nil
  }

  private var leadingNames: [String] {
    ["steps", "episodes", "updates", "meanReturn", "meanLength"] + (clock == nil ? [] : ["seconds"])
  }

  private func leadingCells(_ progress: TrainingProgress) -> [String] {
    ["\(progress.steps)", "\(progress.episodes)", "\(progress.updates)"]
      + [Self.text(state.episodes.meanReturn), Self.text(state.episodes.meanLength)]
      + (clock.map { [Self.text($0())] } ?? [])
  }

  private func note(unlisted figures: [Figure]) {
    for figure in figures where !state.columns.contains(figure.name) && !unlisted.contains(figure.name) {
      unlisted.append(figure.name)
    }
  }

  private static func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  /// A name in a header without quotes.
  private static func plain(_ name: String) -> String {
    String(name.map { $0 == "," || $0 == "\"" || $0.isNewline ? "_" : $0 })
  }
}
