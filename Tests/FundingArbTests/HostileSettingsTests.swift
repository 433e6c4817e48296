import Foundation
import Fuzzing
import RLFramework
import Testing
import TradingExperiments

@testable import example_funding_arb

extension ExperimentError: RefusedInput {}

@Suite("Settings files that mean harm")
struct HostileSettingsTests {
  private func resolve(_ text: String) throws -> RunConfiguration {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text, to: folder.file("settings.yaml"))
    return try RunConfiguration.resolve(file: folder.file("settings.yaml").path, flags: [:])
  }

  @Test(
    "Nesting that no stack could hold is refused",
    arguments: ["[", "{a: ", "- ", "? ", "[[", "{\"a\":[", " - "])
  func nesting(_ opener: String) {
    #expect(throws: ExperimentError.self) { try resolve("hidden: " + String(repeating: opener, count: 50_000)) }
    #expect(throws: ExperimentError.self) { try resolve(String(repeating: opener, count: 50_000)) }
  }

  @Test("Aliases that would grow beyond memory are refused")
  func aliases() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      text += "a\(level): &a\(level) [" + (0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", ") + "]\n"
    }
    #expect(throws: ExperimentError.self) { try resolve(text) }
  }

  @Test("A long number to the base of 60 is no number", arguments: ["timesteps", "seed", "capital", "discount"])
  func sexagesimal(_ key: String) {
    #expect(throws: ConfigurationError.self) { try resolve("\(key): 1:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0") }
    #expect(throws: ConfigurationError.self) { try resolve("\(key): -9:59:59:59:59:59:59:59:59:59:59:59:59") }
  }

  @Test("Numbers at the edge of their type are refused by name, not computed with")
  func overflow() {
    #expect(throws: ConfigurationError.self) { try resolve("rolloutSteps: 9223372036854775807") }
    #expect(throws: ConfigurationError.self) { try resolve("timesteps: 9223372036854775807") }
  }

  @Test("Damaged settings files are read or refused, never more")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("settings.yaml")
    let yaml = """
      # A run.
      preset: pbt
      symbols: [BTCUSDT, "ETHUSDT"]
      trainFrom: 2025-03-01
      learningRate: {from: 5e-4, to: 5e-5}
      rewardTerms:
        - entry
        - stop-loss
      seed: 18446744073709551615
      hidden: [64, 64]
      network: mlp

      """
    let json = try JSONEncoder().encode(RunConfiguration())
    let target = FuzzTarget("settings-file", corpus: [Data(yaml.utf8), Data(yaml.utf8), json]) { data in
      try data.write(to: url)
      let settings = try RunConfiguration.resolve(file: url.path, flags: [:])
      _ = (settings.resolved, settings.wholeSteps)
    }
    let count = ProcessInfo.processInfo.environment["FUZZ_COUNT"].flatMap { Int($0) } ?? 300
    var runner = FuzzRunner(seed: 1)
    runner.secondsPerMutant = 10
    let report = try runner.run(target, indices: 0..<count)
    #expect(report.problems == [])
    #expect(report.read > 0 && report.refused > 0)
  }
}
