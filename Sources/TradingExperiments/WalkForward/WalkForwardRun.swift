import Foundation
import MarketData
import Persistence
import Settings
import Training
import Validation

/// Trains and tests every fold, several at once, and judges them together.
///
/// The final window of the run's settings stays untouched. A run that was stopped or killed goes on: finished folds are
/// read, the others continue from their checkpoints.
public struct WalkForwardRun: Sendable {
  /// What every fold is trained with.
  public let settings: RunConfiguration
  /// How the history is cut.
  public let scheme: WalkForwardSettings
  /// The market.
  public let source: MarketSource
  /// Where everything goes.
  public let folder: URL
  /// The windows of every fold.
  public let plans: [FoldPlan]
  /// How tests join to paths, for a combinatorial scheme.
  public let arrangement: CombinatorialPurgedArrangement?

  private static let document = "walk-forward.json"

  /// Plans a run.
  ///
  /// - Throws: `ConfigurationError` if the history has too few hours for the folds.
  public init(_ settings: RunConfiguration, _ scheme: WalkForwardSettings, source: MarketSource, folder: URL) throws {
    var settings = settings
    // Folds train side by side, each on one thread.
    settings.threads = 1
    self.settings = settings
    self.scheme = scheme
    self.source = source
    self.folder = folder
    let split = try source.split(settings)
    (plans, arrangement) = try scheme.plans(over: split.train.lowerBound..<split.final.lowerBound)
  }

  /// Everything that a run needs to resume.
  public struct Document: Codable {
    /// What every fold is trained with.
    public var settings: RunConfiguration
    /// How the history is cut.
    public var scheme: WalkForwardSettings
    /// Tells whether other data are the same.
    public var dataFingerprint: String
  }

  /// Writes down what the run is, or sees that the folder holds the same one.
  public func prepare() throws {
    try AtomicFile.makeFolder(folder)
    try AtomicFile.removeLeftovers(in: folder)
    let file = folder.appendingPathComponent(Self.document)
    guard !FileManager.default.fileExists(atPath: file.path) else {
      let kept = try Self.read(folder)
      guard kept.dataFingerprint == source.dataset.fingerprint else {
        throw FileError.unusable(
          path: file.path,
          problem: "was made on other data: fingerprint \(kept.dataFingerprint), now \(source.dataset.fingerprint)")
      }
      return
    }
    let document = Document(settings: settings, scheme: scheme, dataFingerprint: source.dataset.fingerprint)
    try RunDirectory.write(document, to: file)
  }

  /// What an earlier run in a folder was.
  public static func read(_ folder: URL) throws -> Document {
    let file = folder.appendingPathComponent(document)
    do {
      let document = try JSONDecoder().decode(Document.self, from: try AtomicFile.read(file))
      try document.settings.validate()
      try document.scheme.validate()
      return document
    } catch let error as DecodingError {
      throw FileError.unusable(path: file.path, problem: "is not the description of a walk-forward run: \(error)")
    } catch let error as ConfigurationError {
      throw FileError.unusable(path: file.path, problem: "has a setting that cannot be used: \(error)")
    }
  }

  /// Whether a folder holds a run.
  public static func isRun(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(document).path)
  }

  /// Works on the folds that are not finished.
  ///
  /// - Parameters:
  ///   - workers: Folds that train at once.
  ///   - watchers: Callbacks of every fold.
  ///   - finished: Told of each fold as it is finished.
  /// - Returns: The results in the order of the folds.
  /// - Throws: ``ExperimentStopped`` if someone stopped it, and what a fold throws.
  public func results(
    workers: Int, watchers: @escaping RunWatchers = { _, _ in [] },
    finished: @escaping @Sendable (FoldResult) -> Void = { _ in }
  ) throws -> [FoldResult] {
    try concurrentMap(plans.count, threads: workers) { index in
      let plan = plans[index]
      let run = FoldRun(
        settings: settings, source: source, plan: plan,
        folder: folder.appendingPathComponent("folds").appendingPathComponent(plan.name), watchers: watchers)
      let result = try run.result()
      finished(result)
      return result
    }
  }
}
