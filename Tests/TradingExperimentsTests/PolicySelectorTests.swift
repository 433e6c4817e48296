import Foundation
import RLFramework
import Testing
import TradingExperiments

struct PolicySelectorTests {
  @Test func `the policy is judged at every interval and at the end, and the best stays on disk`() throws {
    let folder = try TemporaryFolder()
    let (run, _) = try SmallExperiment.run(in: folder.url)
    let memory = run.selector.memory
    #expect(memory.trials.map(\.steps) == [128, 256])
    let best = try #require(memory.best)
    let profits = memory.trials.map(\.profit)
    #expect(best.profit == profits.max())
    #expect(best.steps == memory.trials.first { $0.profit == best.profit }?.steps, "of equals the first is kept")
    #expect(run.log.rows.compactMap(\.validationProfit) == profits)
    let archive = try TensorArchive.read(run.directory.policy)
    #expect(try archive.decode(StandardScaler.self, from: "scaler") == run.market.scaler)
  }

  @Test func `the selected policy earns on the validation window what it was selected for`() throws {
    let folder = try TemporaryFolder()
    let (run, _) = try SmallExperiment.run(in: folder.url)
    let played = try Playthrough(
      "again", agent: try run.selectedAgent(), on: run.market, hours: run.market.windows.validation,
      task: run.settings.task)
    #expect(Trial(steps: 0, played.recording).profit == run.selector.memory.best?.profit)
  }
}
