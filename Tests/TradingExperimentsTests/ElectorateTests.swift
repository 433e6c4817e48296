import Foundation
import RLFramework
import Testing
import TradingExperiments

struct ElectorateTests {
  @Test func `one run plays as it was selected, and a vote of its copies plays the same`() throws {
    let folder = try TemporaryFolder()
    let (run, comparison) = try SmallExperiment.run(in: folder.url)
    let earlier = try EarlierRun(folder.url.path)
    let market = run.market.unscaled
    let hours = market.windows.final
    let environment = try Playthrough.environment(market, hours: hours, task: run.settings.task)
    for count in [1, 3] {
      let electorate = try Electorate(Array(repeating: earlier, count: count), top: nil, weights: nil)
      let played = try Playthrough(
        "vote", agent: try electorate.policy(in: environment), on: market, hours: hours, task: run.settings.task)
      #expect(played.recording.equity == comparison.playthroughs[0].recording.equity, "\(count) voters")
    }
  }

  @Test func `weights must be as many as policies, and members need a population`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallExperiment.run(in: folder.url)
    let earlier = try EarlierRun(folder.url.path)
    let error = #expect(throws: ConfigurationError.self) {
      try Electorate([earlier, earlier], top: nil, weights: [1])
    }
    #expect(error?.description == "--weights must have a number for each of 2 policies, was 1")
    #expect(throws: ExperimentError.self) { try Electorate([earlier], top: 2, weights: nil) }
  }

  @Test func `remarks name a voter once however often it votes`() throws {
    let folder = try TemporaryFolder()
    let (run, _) = try SmallExperiment.run(in: folder.url)
    let earlier = try EarlierRun(folder.url.path)
    let electorate = try Electorate([earlier, earlier], top: nil, weights: [1, 2])
    #expect(try electorate.remarks(on: run.market.windows.final, of: run.market).count == 1)
    let seen = try electorate.remarks(on: run.market.windows.validation, of: run.market)
    #expect(seen.count == 2 && seen[1].contains("was selected on"))
  }
}
