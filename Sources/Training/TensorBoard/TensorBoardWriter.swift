import Foundation
import Persistence
import RLCore

/// Writes the figures of every update as a TensorBoard event file, readable while training runs.
///
/// Tags are `update/` and the name of each figure, and `episodes/meanReturn` and `episodes/meanLength` over the
/// episodes that ended since the update before. The file is `events.out.tfevents.` and the step at which training
/// started or went on, twelve digits wide: a resumed run adds a file beside the first, and TensorBoard joins them.
public final class TensorBoardWriter: Callback {
  /// Episodes and updates.
  public let events: TrainingEvents = [.episodes, .updates]
  private let folder: URL
  private let clock: () -> Double
  private var firstStep = 0
  private var output: FileHandle?
  private var episodes: [EpisodeSummary] = []

  /// A writer into a folder, which must exist when the first update is made.
  ///
  /// - Parameters:
  ///   - folder: Where the event files go.
  ///   - clock: Seconds since 1970 for the wall time of each event; results do not depend on it.
  public init(folder: URL, clock: @escaping () -> Double = { Date().timeIntervalSince1970 }) {
    self.folder = folder
    self.clock = clock
  }

  /// Name of the file of a run that starts, or goes on, at a step.
  public static func fileName(step: Int) -> String {
    let digits = String(step)
    return "events.out.tfevents." + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }

  /// Notes the step that names the file.
  public func trainingDidStart(_ run: any TrainingRun) { firstStep = run.progress.steps }

  /// Keeps the episode for the mean of the next update.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    episodes.append(episode)
    return .proceed
  }

  /// Appends the figures; throws `FileError` where the file cannot be written.
  public func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict {
    var scalars = report.metrics.map { TensorBoardEvent.Scalar(tag: "update/\($0.name)", value: Float($0.value)) }
    if !episodes.isEmpty {
      let count = Double(episodes.count)
      let meanReturn = episodes.reduce(0) { $0 + $1.totalReward } / count
      let meanLength = episodes.reduce(0) { $0 + Double($1.length) } / count
      scalars.append(.init(tag: "episodes/meanReturn", value: Float(meanReturn)))
      scalars.append(.init(tag: "episodes/meanLength", value: Float(meanLength)))
      episodes.removeAll()
    }
    try append(TensorBoardEvent(wallTime: clock(), content: .scalars(scalars, step: run.progress.steps)))
    return .proceed
  }

  /// Closes the file.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) {
    // Everything is written already; a close that fails loses nothing.
    try? output?.close()
    output = nil
  }

  /// Adds an entry; the first one creates the file.
  private func append(_ event: TensorBoardEvent) throws(FileError) {
    let url = folder.appendingPathComponent(Self.fileName(step: firstStep))
    do {
      let output = try self.output ?? create(url)
      self.output = output
      try output.write(contentsOf: Data(event.record))
    } catch let error as FileError {
      throw error
    } catch {
      throw .unwritable(path: url.path, reason: error.localizedDescription)
    }
  }

  private func create(_ url: URL) throws -> FileHandle {
    try AtomicFile.write(Data(TensorBoardEvent(wallTime: clock(), content: .fileVersion).record), to: url)
    let output = try FileHandle(forWritingTo: url)
    try output.seekToEnd()
    return output
  }
}
