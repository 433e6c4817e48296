import Foundation
import Persistence

/// The folder of a population's run.
///
/// | file | content |
/// |---|---|
/// | `population.json` | the record: written last, so that it says what is done |
/// | `agent_I_checkpoint-G.safetensors` | a member after a generation: what it resumes from |
/// | `agent_I_policy.safetensors` | a member's policy after the last generation |
/// | `agent_I_hyperparameters.json` | what it was trained with |
/// | `best_policy.safetensors` | the policy of the best judgement of all |
/// | `lineage.csv`, `fitness.csv` | who began with what, and what came of it |
///
/// Every file appears whole or not at all. A process that is killed at any moment leaves a folder from which the run goes
/// on; at the end the files are the same, byte for byte, as those of a run that nobody killed.
public struct PopulationDirectory: Sendable {
  /// Where it is.
  public let url: URL
  /// Called with the name of a file before it is written or removed; for tests that cut a run short.
  var gate: (@Sendable (String) throws -> Void)?

  static let decoder = JSONDecoder()

  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return encoder
  }

  /// A folder by its place; it is made where it does not exist.
  public init(_ url: URL) { self.url = url }

  /// A new folder `pbt_YYYYMMDD_HHMMSS`, by the time in UTC; a number is added where that is taken.
  ///
  /// - Parameters:
  ///   - parent: The folder of all runs; made where it does not exist.
  ///   - date: When the run began.
  /// - Returns: The folder, empty.
  /// - Throws: `FileError` if the folder cannot be made.
  public static func create(in parent: URL, at date: Date = Date()) throws(FileError) -> PopulationDirectory {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "yyyyMMdd_HHmmss"
    let name = "pbt_\(formatter.string(from: date))"
    var folder = parent.appendingPathComponent(name)
    var number = 2
    while FileManager.default.fileExists(atPath: folder.path) {
      folder = parent.appendingPathComponent("\(name)_\(number)")
      number += 1
    }
    try AtomicFile.makeFolder(folder)
    return PopulationDirectory(folder)
  }

  /// Whether a run has begun here.
  public var holdsRun: Bool { FileManager.default.fileExists(atPath: population.path) }

  /// The record.
  public var population: URL { file("population.json") }
  /// Who began with what.
  public var lineage: URL { file("lineage.csv") }
  /// What came of it.
  public var fitness: URL { file("fitness.csv") }
  /// The policy of the best judgement of all.
  public var bestPolicy: URL { file("best_policy.safetensors") }
  /// A member's policy.
  public func policy(of member: Int) -> URL { file("agent_\(member)_policy.safetensors") }
  /// What a member was trained with.
  public func hyperparameters(of member: Int) -> URL { file("agent_\(member)_hyperparameters.json") }
  /// A member after a generation.
  public func checkpoint(of member: Int, generation: Int) -> URL {
    file("agent_\(member)_checkpoint-\(generation).safetensors")
  }

  private func file(_ name: String) -> URL { url.appendingPathComponent(name) }
}
