import Foundation
import Persistence
import RLCore

/// The folder of a suite's result files: `AGENT/TASK/seed-K.json`.
public struct ResultFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// A folder, which need not exist yet.
  public init(_ url: URL) { self.url = url }

  /// The file of one run.
  public func file(of preset: Preset, seed: Int) -> URL {
    folder(of: preset).appendingPathComponent("seed-\(seed).json")
  }

  /// Every result of a preset, in the order of the seeds; none if the preset never ran.
  ///
  /// Files of other names are left alone, so that a temporary file of a run that was killed does not count.
  ///
  /// - Throws: `FileError` for a file that cannot be understood.
  public func results(of preset: Preset) throws(FileError) -> [SeedResult] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder(of: preset).path)) ?? []
    var results: [SeedResult] = []
    for seed in names.compactMap(Self.seed).sorted() {
      results.append(try SeedResult(contentsOf: file(of: preset, seed: seed)))
    }
    return results
  }

  /// The seed that a file name names.
  private static func seed(ofFile name: String) -> Int? {
    guard name.hasPrefix("seed-"), name.hasSuffix(".json") else { return nil }
    return Int(name.dropFirst(5).dropLast(5))
  }

  private func folder(of preset: Preset) -> URL {
    url.appendingPathComponent(preset.agent.name).appendingPathComponent(preset.task)
  }
}
