import Agents
import Benchmarking
import Foundation
import RLCore
import Settings
import Testing

@Suite struct TableTests {
  struct Rate: Configuration {
    var rate: Double
    func validate() throws(ConfigurationError) {}
  }

  private let suite = BenchmarkSuite(
    "small",
    presets: [
      Preset(
        "one", on: "Task-v1", environments: 2, steps: 1_000_000, settings: Rate(rate: 0.5),
        published: PublishedFigure(5.5, deviation: 1.25, steps: 900_000, source: "Somebody")),
      Preset("one", on: "Other-v1", steps: 1000, settings: Rate(rate: 0.5), note: "half the rate"),
      Preset(
        "two", on: "Task-v1", steps: 1000, settings: Rate(rate: 0.5),
        published: PublishedFigure(-10, steps: 1000, source: "Somebody")),
      Preset("two", on: "Other-v1", steps: 1000, settings: Rate(rate: 0.5)),
    ], tasks: [])

  @Test func `the page is written from the result files alone`() throws {
    let fixtures = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let results = ResultFolder(fixtures.appendingPathComponent("results"))
    let page = try BenchmarkTable(suite: suite, results: results, registry: .standard).markdown
    let expected = try String(contentsOf: fixtures.appendingPathComponent("table.md"), encoding: .utf8)
    #expect(page.hasSuffix("\n\n" + expected), "\(page)")
    #expect(page.contains("the figure of Somebody: "))
  }

  @Test func `without results the page says so`() throws {
    let nowhere = ResultFolder(URL(fileURLWithPath: "/nonexistent"))
    let page = try BenchmarkTable(suite: suite, results: nowhere, registry: .standard).markdown
    #expect(page.hasSuffix("\n\nWithout results: one/Task-v1, one/Other-v1, two/Task-v1, two/Other-v1.\n"))
  }
}
