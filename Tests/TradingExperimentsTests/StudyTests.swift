import Foundation
import RLFramework
import Testing

@testable import TradingExperiments

@Suite struct StudyTests {
  private static func settings() -> RunConfiguration {
    var settings = SmallExperiment.settings
    settings.preset = .simple
    return settings
  }

  /// Figures of four seeds whose quarters are one seed each.
  private static func results(_ variation: String, knownLaw: Double?) -> [StudyResult] {
    zip([1, 2, 3, 4] as [UInt64], [0.0, 4.0, 2.0, 100.0]).map { seed, netReturn in
      StudyResult(
        variation: variation, seed: seed, netReturn: netReturn, trades: netReturn == 0 ? 0 : 7, betterRule: 3,
        knownLaw: knownLaw)
    }
  }

  @Test func `a row has the interquartile mean, the worst seed and what it is compared with`() throws {
    let row = try #require(StudyTable(Self.results("a", knownLaw: 6)).rows.first)
    #expect(row.netReturn == 3 && row.worst == 0 && row.trades == 7 && row.staysOut == 1)
    #expect(row.betterRule == 3 && row.aboveRule == 2 && row.knownLaw == 6 && row.shareOfKnownLaw == 0.5)
    #expect(row.interval.contains(3))
  }

  @Test func `rows come in the order of the results, and a law that is not known is a dash`() {
    let table = StudyTable(Self.results("b", knownLaw: nil) + Self.results("a", knownLaw: 6))
    #expect(table.rows.map(\.variation) == ["b", "a"])
    #expect(table.rows[0].knownLaw == nil && table.rows[0].shareOfKnownLaw == nil)
    #expect(table.text.split(separator: "\n")[1].hasSuffix("–"))
    #expect(table.markdown.contains("| a | 4 | 3.00 |"))
  }

  @Test func `a study runs every variation from every seed, and again reads what is finished`() throws {
    let folder = try TemporaryFolder()
    let base = Self.settings()
    var other = base
    other.feeMultiplier = 2
    let variations = [SeedStudy.Variation("as-it-is", base), SeedStudy.Variation("double-fees", other)]
    let study = try SeedStudy(variations, seeds: [3, 1], folder: folder.url)
    let results = try study.results(workers: 2)
    #expect(results.map(\.variation) == ["as-it-is", "as-it-is", "double-fees", "double-fees"])
    #expect(results.map(\.seed) == [3, 1, 3, 1])
    let checkpoint = folder.url.appendingPathComponent("double-fees/seed_1/checkpoint.safetensors")
    try FileManager.default.removeItem(at: checkpoint)
    #expect(try study.results(workers: 1) == results)
    #expect(!FileManager.default.fileExists(atPath: checkpoint.path), "finished runs are not trained again")
    let table = try String(decoding: folder.data("table.md"), as: UTF8.self)
    #expect(table == StudyTable(results).markdown + "\n")

    other.feeMultiplier = 3
    let changed = try SeedStudy([SeedStudy.Variation("double-fees", other)], seeds: [1], folder: folder.url)
    #expect {
      try changed.results(workers: 1)
    } throws: { "\($0)".contains("double-fees/seed_1 holds a run with other settings") }
  }

  @Test func `a run of a study has the files of the same run by itself`() throws {
    let folder = try TemporaryFolder()
    let study = try SeedStudy([SeedStudy.Variation("x", Self.settings())], seeds: [5], folder: folder.url)
    let result = try study.results(workers: 1)[0]
    var settings = Self.settings()
    settings.seed = 5
    let alone = try TemporaryFolder()
    _ = try SmallExperiment.run(settings, in: alone.url)
    for file in ["ledger.csv", "scorecard.json", "policy.safetensors", "metrics.csv"] {
      #expect(try folder.data("x/seed_5/\(file)") == alone.data(file), "\(file)")
    }
    let document = try ScorecardDocument.read(from: alone.url.appendingPathComponent("scorecard.json"))
    #expect(document.scorecards.first?.scorecard.netReturn == result.netReturn)
  }

  @Test(arguments: [[], ["a", "a"], [""], ["a/b"], [".."], ["a b"]] as [[String]])
  func `variations need names of their own that can be folders`(_ names: [String]) throws {
    let settings = Self.settings()
    #expect(throws: ConfigurationError.self) {
      try SeedStudy(
        names.map { SeedStudy.Variation($0, settings) }, seeds: [1], folder: URL(fileURLWithPath: "unused"))
    }
  }

  @Test(arguments: [[], [1, 1]] as [[UInt64]])
  func `seeds differ, and there is one`(_ seeds: [UInt64]) throws {
    #expect(throws: ConfigurationError.self) {
      try SeedStudy([.init("a", Self.settings())], seeds: seeds, folder: URL(fileURLWithPath: "unused"))
    }
  }

  @Test func `variations are read from a file in their order, over what all have`() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("variations.yaml")
    try Data(
      """
      closed: {closesEpisodes: true}
      as-it-is: {}
      short: {episodeHours: 72, discount: 0.9, venues: [binance, bybit]}
      """.utf8
    ).write(to: file)
    let read = try SeedStudy.Variation.read(file.path, flags: ["episodeHours": 168])
    #expect(read.map(\.name) == ["closed", "as-it-is", "short"])
    #expect(read.map(\.settings.episodeHours) == [168, 168, 72])
    #expect(read.map(\.settings.closesEpisodes) == [true, nil, nil])
    #expect(read[2].settings.venues == ["binance", "bybit"])
  }

  @Test(arguments: [
    ("a: 3", "line 1: a must be an object of settings, was 3"),
    ("a: {}\nb: {episodeHours: many}", "line 2: b: --episode-hours must"),
    ("a: {episodeHour: 72}", "line 1: a: episodeHour is not an option"),
    ("a: {seed: 3}", "line 1: a: seed must be left to the study"),
    ("a: {episodeHours: -1}", "line 1: a: --episode-hours must"),
  ])
  func `a variation that is wrong is named with its line`(_ text: String, _ complaint: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("variations.yaml")
    try Data(text.utf8).write(to: file)
    #expect {
      try SeedStudy.Variation.read(file.path)
    } throws: { error in
      "\(error)".contains("variations.yaml \(complaint)")
    }
  }
}
