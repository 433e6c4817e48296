import RLFramework
import Testing
import TradingExperiments

struct FoldPlanTests {
  @Test(arguments: [WalkForwardSettings.Scheme.anchored, .rolling])
  func `folds of a walk train and select before they test`(_ scheme: WalkForwardSettings.Scheme) throws {
    var settings = WalkForwardSettings()
    settings.scheme = scheme
    let (folds, arrangement) = try settings.plans(over: 0..<4000)
    #expect(folds.map(\.name) == ["01", "02", "03", "04"] && arrangement == nil)
    for fold in folds {
      let end = try #require(fold.train.last?.upperBound)
      #expect(end + settings.purge <= fold.validation.lowerBound)
      #expect(fold.validation.upperBound + settings.purge <= fold.tests[0].lowerBound)
    }
  }

  @Test func `a combinatorial split selects on the end of its longest range, apart from what it tests`() throws {
    var settings = WalkForwardSettings()
    settings.scheme = .combinatorial
    let (folds, arrangement) = try settings.plans(over: 0..<6000)
    #expect(folds.count == 15 && arrangement?.splits.count == 15)
    for fold in folds {
      #expect(fold.tests.allSatisfy { !$0.overlaps(fold.validation) })
      #expect(fold.train.allSatisfy { !$0.overlaps(fold.validation) })
      #expect(fold.train.contains { $0.upperBound + settings.purge == fold.validation.lowerBound })
    }
  }

  @Test func `too few hours are refused by the name of what must change`() {
    var settings = WalkForwardSettings()
    settings.scheme = .combinatorial
    #expect(throws: ConfigurationError.self) { try settings.plans(over: 0..<700) }
    settings.scheme = .anchored
    #expect(throws: ConfigurationError.self) { try settings.plans(over: 0..<200) }
  }
}
