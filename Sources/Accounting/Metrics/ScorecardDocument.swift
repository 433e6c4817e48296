import Persistence
import Foundation

/// The content of `scorecard.json`: what the data was, and a scorecard for each policy.
///
/// Keys are sorted, numbers have the shortest text that reads back exactly, so equal scorecards give equal bytes.
/// Undefined metrics are absent.
public struct ScorecardDocument: Codable, Sendable, Equatable {
  /// Says what the data is: `synthetic data, seed 1`.
  public var label: String
  /// The agent and what it is compared with.
  public var scorecards: [NamedScorecard]

  /// A document from its parts.
  public init(label: String, scorecards: [NamedScorecard]) {
    self.label = label
    self.scorecards = scorecards
  }

  /// Writes the document atomically.
  ///
  /// - Throws: `FileError`.
  public func write(to url: URL) throws(FileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data: Data
    do {
      data = try encoder.encode(self)
    } catch {
      throw .unwritable(path: url.path, reason: "a metric is not finite")
    }
    try AtomicFile.write(data, to: url)
  }

  /// Reads a document back.
  ///
  /// - Throws: `FileError.unreadable`.
  public static func read(from url: URL) throws(FileError) -> ScorecardDocument {
    do {
      return try JSONDecoder().decode(ScorecardDocument.self, from: Data(contentsOf: url))
    } catch let error as DecodingError {
      throw .unreadable(path: url.path, reason: "not a scorecard: \(error)")
    } catch {
      throw .unreadable(path: url.path, reason: error.localizedDescription)
    }
  }
}
