import Accounting
import Agents
import Envs
import Foundation
import MarketData
import Persistence
import RLCore
import Settings
import Tensors
import Trading
import Training
import Validation
import TextFormats

/// The folder of a run.
///
/// Every file in it appears whole or not at all.
public struct RunDirectory {
  /// The folder itself.
  public let folder: URL

  /// A place on disk, which is left as it is; `nil` names a new folder by the time.
  public init(_ path: String?) {
    folder = Self.folder(path, named: "funding-arb")
  }

  /// A place on disk; `nil` names a new folder by what is run and the time.
  package static func folder(_ path: String?, named name: String) -> URL {
    URL(fileURLWithPath: path ?? "runs/\(name)-" + clock())
  }

  /// Where a study goes; `nil` names a new folder by the time.
  public static func studyFolder(_ path: String?) -> URL { folder(path, named: "study") }

  /// Refuses a folder that holds a run: a new one would mix its files with those of the old one.
  public func requireUnused() throws {
    guard !hasConfiguration else {
      throw ExperimentError(
        "\(folder.relativePath) holds a run already: go on with --resume \(folder.relativePath), or choose another "
          + "--output")
    }
  }

  /// The settings of the run in the folder.
  public func readConfiguration() throws -> RunConfiguration {
    guard hasConfiguration else {
      throw ExperimentError("\(folder.relativePath) must be the folder of a run, was without config.json")
    }
    return try RunConfiguration.read(configuration)
  }

  /// Makes the folder, where there is none, and sees that it can be written to.
  public func create() throws { try AtomicFile.makeFolder(folder) }

  /// Whether a run was begun here.
  public var hasConfiguration: Bool { FileManager.default.fileExists(atPath: configuration.path) }

  /// Whether a run came to its first checkpoint here.
  public var hasCheckpoint: Bool { FileManager.default.fileExists(atPath: checkpoint.path) }

  /// Whether a run was judged here.
  public var hasScorecard: Bool { FileManager.default.fileExists(atPath: scorecard.path) }

  /// Every setting resolved: `config.json`.
  public var configuration: URL { file("config.json") }
  /// One row for each update: `metrics.csv`.
  public var metrics: URL { file("metrics.csv") }
  /// The selected policy: `policy.safetensors`.
  public var policy: URL { file("policy.safetensors") }
  /// What training needs to resume: `checkpoint.safetensors`.
  public var checkpoint: URL { file("checkpoint.safetensors") }
  /// Agent and baselines on the final window, written when a run is judged: `scorecard.json`.
  public var scorecard: URL { file("scorecard.json") }
  /// The page: `report.html`.
  public var report: URL { file("report.html") }

  /// Everything resolved, with what it was applied to.
  ///
  /// - Parameters:
  ///   - settings: Everything resolved.
  ///   - market: Cut into the windows of the run.
  ///   - agent: What is trained.
  ///   - beginning: Sentences on the policy that training began with, for those who go on when it may be gone.
  /// - Throws: Where the folder cannot be written to.
  package func writeConfiguration(
    _ settings: RunConfiguration, market: PreparedMarket, agent: any Agent<DiscreteAction>, beginning: [String] = []
  ) throws {
    struct TrainedAgent: Encodable {
      let name: AgentID
      let settings: JSONValue
    }
    struct Document: Encodable {
      let version: String
      let origin: String
      let dataFingerprint: String
      let windows: [String: String]
      let parameters: Int
      let instructionSet: String
      let agent: TrainedAgent
      let settings: RunConfiguration
      let beginning: [String]?
    }
    let document = Document(
      version: RLFrameworkVersion.current, origin: market.origin.label, dataFingerprint: market.dataset.fingerprint,
      windows: [
        "train": market.trainingDays, "validation": market.days(of: market.windows.validation),
        "final": market.days(of: market.windows.final),
      ],
      parameters: try agent.parameterCount(), instructionSet: Kernels.instructionSet,
      agent: TrainedAgent(name: settings.agent, settings: try settings.agentConfiguration().json),
      settings: settings.resolved,
      beginning: beginning.isEmpty ? nil : beginning)
    try Self.write(document, to: configuration)
  }

  /// What ``writeConfiguration(_:market:agent:beginning:)`` said of the policy that training began with.
  package func readBeginning() throws -> [String] {
    try SettingsFile(configuration.path).entries["beginning"]?.value as? [String] ?? []
  }

  /// The books of a playthrough.
  package func writeBooks(_ playthrough: Playthrough) throws {
    try CSVFile.write(playthrough.recording.ledger, to: file("ledger.csv"))
    try CSVFile.write(playthrough.recording.trades, to: file("trades.csv"))
    try CSVFile.write(playthrough.recording.equity, to: file("equity.csv"))
  }

  package func writeScorecards(_ label: String, _ scorecards: [NamedScorecard]) throws {
    try ScorecardDocument(label: label, scorecards: scorecards).write(to: scorecard)
  }

  /// Whether the result can be told from luck, with every reason.
  package func writeVerdict(_ verdict: LuckVerdict) throws { try Self.write(verdict, to: file("verdict.json")) }

  /// Writes a document for people and programs.
  package static func write(_ document: some Encodable, to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(document), to: file)
  }

  private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  private static func clock() -> String {
    let stamp = UTCTimestamp(Int64(Date().timeIntervalSince1970 * 1000)).description
    return String(stamp.prefix(19).filter { $0.isNumber })
  }
}
