import Foundation
import RLFramework
import Testing
import TradingExperiments

struct EarlierRunTests {
  @Test func `a window that a run has learnt from or chosen by is no fair test, the final one is`() throws {
    let folder = try TemporaryFolder()
    let (run, _) = try SmallExperiment.run(in: folder.url)
    let earlier = try EarlierRun(folder.url.path)
    let windows = run.market.windows
    #expect(earlier.settings == run.settings.resolved)
    #expect(try earlier.overlaps("The agent", of: windows.final, on: run.market).isEmpty)
    let sentences = try earlier.overlaps(
      "The agent", of: (windows.train[0].upperBound - 2)..<(windows.validation.lowerBound + 3), on: run.market)
    let count = windows.validation.lowerBound - windows.train[0].upperBound + 5
    #expect(
      sentences == [
        "The agent was trained on 2 of these \(count) hours: no fair test.",
        "The agent was selected on 3 of these \(count) hours: no fair test.",
      ])
  }

  @Test func `generated markets of other seeds share no days`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallExperiment.run(in: folder.url)
    var other = SmallExperiment.settings
    other.seed = 2
    let market = try PreparedMarket(other)
    #expect(try EarlierRun(folder.url.path).overlaps("It", of: market.windows.train[0], on: market).isEmpty)
  }

  @Test func `a folder without a run is refused in a sentence`() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: ExperimentError.self) { try EarlierRun(folder.url.path) }
    #expect(error?.description.hasSuffix("must be the folder of a run, was without config.json") == true)
  }
}
