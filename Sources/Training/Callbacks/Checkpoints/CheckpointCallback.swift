import Foundation
import Persistence
import RLCore
import Settings

/// Writes what the run needs to resume, every so many steps and when training ends.
///
/// `checkpoint.safetensors` is replaced as a whole: at any moment, of a `kill -9` too, it is the old one or the new one.
/// The latest ones stay beside it as `checkpoint-000000120000.safetensors`, named by their steps; older ones are removed
/// once the new one is complete. ``Checkpoints/newest(in:)`` finds what to resume from.
///
/// Given scores, the policy that was just judged better than all before goes to `best.safetensors`.
///
/// Put it last in the list of callbacks: what callbacks after it do in the same step is not in the checkpoint.
public final class CheckpointCallback: ResumableCallback {
  /// What was written so far, as far as a resumed run needs to know.
  public struct Memory: Codable, Sendable, Equatable {
    /// The score of the policy in `best.safetensors`.
    public internal(set) var best: PolicyScore?
  }

  /// Steps.
  public let events: TrainingEvents = .steps
  /// Tells it from others of the run.
  public let name: String
  /// What was written so far.
  public var memory = Memory()

  private let folder: URL
  private let kept: Int
  private let scores: (any ScoreSource)?
  private let attach: (CheckpointContent, inout TensorArchive) throws -> Void
  private var interval: StepInterval
  private var lastWritten: Int?

  /// Checkpoints in a folder, which is made when training begins.
  ///
  /// - Parameters:
  ///   - folder: Where they go.
  ///   - interval: Steps of all environments together from one checkpoint to the next.
  ///   - kept: How many of the latest stay under the name of their steps; 0 keeps `checkpoint.safetensors` alone.
  ///   - scores: Judges the policy; must stand before this callback in the list of callbacks.
  ///   - name: Tells it from others of the run.
  ///   - attach: Adds to an archive before it is written: a fingerprint of the data, settings. The content says whether
  ///     it is a checkpoint or the best policy.
  public init(
    folder: URL, every interval: Int, keeping kept: Int = 3, scores: (any ScoreSource)? = nil,
    name: String = "checkpoint",
    attaching attach: @escaping (CheckpointContent, inout TensorArchive) throws -> Void = { _, _ in }
  ) {
    enforce(kept >= 0, "as many checkpoints as are kept must not be negative, was \(kept)")
    self.folder = folder
    self.kept = kept
    self.scores = scores
    self.name = name
    self.attach = attach
    self.interval = StepInterval(interval)
  }

  /// Makes the folder, and removes what writers left in it that were killed.
  public func trainingDidStart(_ run: any TrainingRun) throws {
    try AtomicFile.makeFolder(folder)
    try AtomicFile.removeLeftovers(in: folder)
    interval.begin(at: run.progress.steps)
    lastWritten = nil
  }

  /// Writes if it is time.
  ///
  /// - Throws: `FileError` if writing fails, and then the checkpoint before is intact; `ArchiveError` where the run
  ///   cannot be archived.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    // The best policy first: a checkpoint that knows of a score must not be older than the policy that earned it.
    try writeBest(of: run)
    if interval.isDue(at: run.progress.steps) { try write(run) }
    return .proceed
  }

  /// Writes the state in which training ended or was paused; after an error the checkpoint before is the better one.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) throws {
    if run.failure == nil, lastWritten != run.progress.steps { try write(run) }
  }

  private func writeBest(of run: any TrainingRun) throws {
    // A score of earlier steps is one of another policy than the present one.
    guard let score = scores?.latestScore, score.steps == run.progress.steps,
      score.value > memory.best?.value ?? -.infinity
    else { return }
    var archive = try run.archive(.policy)
    try attach(.policy, &archive)
    try archive.write(to: Checkpoints.best(in: folder))
    memory.best = score
  }

  private func write(_ run: any TrainingRun) throws {
    let steps = run.progress.steps
    var archive = try run.archive(.training)
    try attach(.training, &archive)
    let data = try archive.serialized()
    let latest = Checkpoints.latest(in: folder)
    try AtomicFile.write(data, to: latest)
    if kept > 0 {
      let numbered = Checkpoints.numbered(steps, in: folder)
      // A second name costs nothing; where there are none, a second file does the same.
      if !Checkpoints.link(latest, as: numbered) { try AtomicFile.write(data, to: numbered) }
    }
    lastWritten = steps
    Checkpoints.prune(folder, keeping: kept, upTo: steps)
  }
}
