import Accounting
import Foundation
import Testing

@testable import Reporting
import Statistics

@Suite("Walk-forward section")
struct WalkForwardTests {
  @Test("A histogram counts every finite value once, lower edges included")
  func histogram() throws {
    let histogram = try #require(Histogram(of: [-0.5, 0, 0.1, 0.5, 0.9, 1, .nan, .infinity], bins: 3))
    #expect(histogram.width == 0.5)
    #expect(histogram.edges == [-0.5, 0, 0.5, 1])
    #expect(histogram.counts == [1, 2, 2, 1])
    #expect(histogram.domain == -0.5...1.5)
    #expect(Histogram(of: [.nan], bins: 3) == nil)
    #expect(try #require(Histogram(of: [2, 2, 2], bins: 5)).counts == [3])
  }

  @Test("The distribution marks median, quartiles and zero, and a bin below zero looks like a loss")
  func distribution() {
    let page = DistributionChart(
      title: "Sharpe", unit: "", values: [-1, 0.5, 1, 1.5, 4], counted: "paths"
    ).render()
    #expect(page.contains("median 1.00") && page.contains("quartiles 0.50 … 1.50") && page.contains("zero"))
    #expect(page.components(separatedBy: "<rect class=\"bin l\"").count - 1 == 1)
    #expect(page.components(separatedBy: "<line class=\"m1\"").count - 1 == 3, "two quartiles and the legend")
    #expect(page.contains("-1 to -0.5: 1 paths"))
    #expect(DistributionChart(title: "", unit: "", values: [.nan], counted: "").render().isEmpty)
  }

  @Test("Days with the same use are added up")
  func days() {
    let day: Int64 = 86_400_000
    let fold = WalkForwardFold(
      name: "1",
      periods: [
        .init(.train, start: 0, end: 10 * day), .init(.test, start: 11 * day, end: 13 * day),
        .init(.train, start: 14 * day, end: 20 * day),
      ], netReturn: 1, sharpe: 1, trades: 1, maximumDrawdown: 0)
    #expect(fold.days(of: .train) == 16 && fold.days(of: .test) == 2 && fold.days(of: .embargo) == 0)
  }

  @Test("The plan shows every period of every fold, the short ones in front")
  func plan() throws {
    let page = PlanChart(folds: SampleReport.walkForward().folds).render()
    for (use, count) in [("train", 6), ("purge", 12), ("validation", 6), ("test", 6), ("embargo", 6)] {
      #expect(page.components(separatedBy: "<rect class=\"bar \(use)\"").count - 1 == count, "\(use)")
    }
    let train = try #require(page.range(of: "bar train")).lowerBound
    #expect(try train < #require(page.range(of: "bar purge")).lowerBound)
    #expect(page.contains("fold 1, train, 180.0 days\n2025-10-22 00:00 to 2026-04-20 00:00 UTC"))
  }

  @Test("The fold table counts gains and folds that beat the baseline")
  func folds() {
    func fold(_ net: Double, _ baseline: Double?) -> WalkForwardFold {
      .init(
        name: "a", periods: [], netReturn: net, sharpe: nil, trades: 0, maximumDrawdown: 0, baselineReturn: baseline)
    }
    let page = FoldTable.render([fold(1, 0), fold(2, 3), fold(-1, -2), fold(0, nil)])
    #expect(page.contains("2 of 4 folds made money; 2 of 3 beat the best baseline."))
  }

  @Test("The statistics name the trials, read the interval and leave out what is not known")
  func statistics() {
    var statistics = LuckStatistics(
      sharpe: 1, sharpeInterval: ConfidenceInterval(lower: -1, upper: 3, confidence: 0.95), deflatedSharpe: 0.41,
      trials: 1200)
    var page = StatisticsTable.render(statistics)
    #expect(page.contains("Deflated Sharpe ratio (DSR), 1,200 trials") && page.contains(">0.410</td>"))
    #expect(page.contains("it holds 0, so no edge at all is compatible with the data"))
    #expect(!page.contains("PBO") && !page.contains("p-value") && !page.contains("PSR"))
    statistics.sharpeInterval = ConfidenceInterval(lower: 0.2, upper: 3, confidence: 0.95)
    statistics.pValue = 0.0001
    page = StatisticsTable.render(statistics)
    #expect(page.contains("it leaves out 0.") && page.contains("&lt; 0.001"))
    #expect(StatisticsTable.render(LuckStatistics(trials: 1)).isEmpty)
  }
}
