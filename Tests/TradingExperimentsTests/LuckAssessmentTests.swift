import RLFramework
import Testing
import TradingExperiments

struct LuckAssessmentTests {
  /// Plays of an agent that earns a little every hour but some, of a baseline, and of the agent under every stress.
  private func window(from hour: Int, stressed: Double) throws -> [RecordedPlay] {
    func profits(_ mean: Double) -> [Double] { (0..<240).map { mean + ($0.isMultiple(of: 2) ? 3 : -3) } }
    let stresses = try StressCondition.all.filter { $0 != .unchanged }.map { condition in
      try RecordedPlay.earning(profits(stressed), under: condition, from: hour)
    }
    return [
      try .earning(profits(2), from: hour),
      try .earning(profits(0.5), as: "rule", role: .baseline, from: hour),
    ] + stresses
  }

  private func assessment(stressed: Double = -1) throws -> LuckAssessment {
    var trial = Trial(steps: 128, try Playthrough.small().recording)
    trial.sharpe = 1
    var other = trial
    other.sharpe = 2
    return LuckAssessment(
      windows: [try window(from: 0, stressed: stressed), try window(from: 300, stressed: stressed)],
      trials: [trial, other], trialDays: 10, random: RandomStream(seed: 1))
  }

  @Test func `windows are stitched: profits add up, and every trial counts`() throws {
    let luck = try assessment()
    #expect(abs(luck.evidence.netProfit - 960) < 1e-9)
    #expect(luck.scorecards.map(\.name) == ["agent", "rule"])
    #expect(luck.evidence.baselines?.map(\.netProfit) == [240])
    #expect(luck.statistics.trials == 2)
    #expect(luck.evidence.shuffledSignalProfits?.count == 19)
    #expect(luck.evidence.laggedSignal?.bars == 24)
    #expect(luck.evidence.doubledCostProfit == -480)
  }

  @Test func `only the median of the shuffles is shown`() throws {
    let luck = try assessment()
    #expect(luck.stresses.count == 4)
    #expect(luck.stresses.last?.condition.name == "shuffled signal, median run")
  }

  @Test func `a profit that shuffled signals earn too is not told from luck`() throws {
    #expect(try assessment(stressed: 2.5).verdict.outcome == .indistinguishable)
    let fair = try assessment(stressed: -1)
    #expect(fair.verdict.outcome != .lostMoney)
    #expect(fair.reported.headline.hasSuffix("."))
  }

  @Test func `the same windows and seed give the same evidence`() throws {
    #expect(try assessment().evidence == assessment().evidence)
  }
}

extension Playthrough {
  /// Three hours without a trade.
  static func small() throws -> Playthrough {
    let settings = SmallExperiment.settings
    return try Playthrough(
      "small", NoTrade(), on: try PreparedMarket(settings), hours: 0..<3, task: settings.task,
      random: RandomStream(seed: 1))
  }
}
