import Accounting
import Foundation
import Randomness
import Testing
import Validation
import Statistics

@Suite("Verdict")
struct LuckVerdictTests {
  /// Everything checked, everything good: annualised Sharpe ratio 9.4 over a year, 200 trials.
  private func convincing() throws -> LuckEvidence {
    var evidence = LuckEvidence(netProfit: 1000)
    evidence.deflatedSharpe = try deflated(sharpe: 0.1)
    evidence.sharpeInterval = ConfidenceInterval(lower: 4, upper: 14, confidence: 0.95)
    evidence.meanPValue = 0.001
    evidence.overfitting = try overfitting(edge: 0.05)
    evidence.paths = PathDistribution(sharpes: [3, 4, 5, 6, 7])
    evidence.shuffledSignalProfits = (0..<19).map { Double($0) - 10 }
    evidence.laggedSignal = .init(bars: 24, netProfit: 300)
    evidence.doubledCostProfit = 400
    evidence.baselines = [.init(name: "flat", netProfit: 0), .init(name: "threshold rule", netProfit: 700)]
    return evidence
  }

  private func deflated(sharpe: Double) throws -> DeflatedSharpe {
    let moments = ReturnMoments(
      count: 8760, mean: sharpe, deviation: 1, skewness: 0, kurtosis: 3, periodsPerYear: 8760)
    return try #require(DeflatedSharpe(of: moments, trials: 200, variance: .perBar(0.0001)))
  }

  private func overfitting(edge: Double) throws -> BacktestOverfitting {
    var random = RandomStream(seed: 1)
    return try BacktestOverfitting(
      of: (0..<4).map { index in (0..<40).map { _ in 0.01 * random.normal() + (index == 0 ? edge : 0) } }, blocks: 4)
  }

  private func status(_ check: LuckFinding.Check, in verdict: LuckVerdict) -> LuckFinding.Status? {
    verdict.findings.first { $0.check == check }?.status
  }

  @Test("A result that passes every check is distinguishable from luck")
  func distinguishable() throws {
    let verdict = LuckVerdict(try convincing())
    #expect(verdict.outcome == .distinguishable)
    #expect(verdict.headline == "distinguishable from luck: DSR 0.99 with 200 trials")
    #expect(verdict.findings.map(\.check) == LuckFinding.Check.allCases)
    #expect(verdict.findings.allSatisfy { $0.status == .passed }, "\(verdict.reasons)")
  }

  @Test("A low deflated Sharpe ratio is named in the headline with its trials")
  func deflatedFails() throws {
    var evidence = try convincing()
    evidence.deflatedSharpe = try deflated(sharpe: 0.025)
    let verdict = LuckVerdict(evidence)
    #expect(verdict.outcome == .indistinguishable)
    #expect(verdict.headline == "not distinguishable from luck: DSR 0.40 with 200 trials")
    #expect(verdict.reasons[0].contains("At this rate no record would be long enough."))
    evidence.deflatedSharpe = try deflated(sharpe: 0.035)
    #expect(LuckVerdict(evidence).reasons[0].contains("At this rate it would take"))
  }

  @Test("Each further check that fails decides by itself and is named")
  func singleFailures() throws {
    let changes: [(LuckFinding.Check, (inout LuckEvidence) throws -> Void)] = [
      (.sharpeInterval, { $0.sharpeInterval?.lower = -0.1 }),
      (.meanReturn, { $0.meanPValue = 0.06 }),
      (.overfitting, { $0.overfitting = try BacktestOverfitting(of: [[1, 2, -2, -1], [-2, -1, 1, 2]], blocks: 2) }),
      (.paths, { $0.paths = PathDistribution(sharpes: [-1, -2, 3, 4, 5]) }),
      (.shuffledSignal, { $0.shuffledSignalProfits = [1000] + [Double](repeating: 0, count: 18) }),
      (.laggedSignal, { $0.laggedSignal?.netProfit = 1000 }),
      (.doubledCosts, { $0.doubledCostProfit = 0 }),
    ]
    for (check, change) in changes {
      var evidence = try convincing()
      try change(&evidence)
      let verdict = LuckVerdict(evidence)
      #expect(status(check, in: verdict) == .failed)
      #expect(verdict.findings.count { $0.status != .passed } == 1)
      #expect(verdict.outcome == .indistinguishable)
      #expect(
        verdict.headline
          == "not distinguishable from luck: DSR 0.99 with 200 trials; failed: \(check.rawValue)")
    }
  }

  @Test("Weak findings do not decide, and the headline names them")
  func weak() throws {
    var evidence = try convincing()
    evidence.shuffledSignalProfits = [-5, 10, 20]
    evidence.baselines = [.init(name: "threshold rule", netProfit: 1000)]
    let verdict = LuckVerdict(evidence)
    #expect(verdict.outcome == .distinguishable)
    #expect(
      verdict.headline == "distinguishable from luck: DSR 0.99 with 200 trials; weak: shuffled signal, baselines")
  }

  @Test("Nothing is assumed: what was not computed is said, and without the required checks there is no skill")
  func missing() throws {
    let nothing = LuckVerdict(LuckEvidence(netProfit: 50))
    #expect(nothing.outcome == .indistinguishable)
    #expect(
      nothing.headline
        == "not distinguishable from luck: no deflated Sharpe ratio; not checked: Sharpe interval")
    #expect(nothing.findings.allSatisfy { $0.status == .missing })

    var evidence = LuckEvidence(netProfit: 50)
    evidence.deflatedSharpe = try deflated(sharpe: 0.1)
    #expect(LuckVerdict(evidence).outcome == .indistinguishable)
    evidence.sharpeInterval = ConfidenceInterval(lower: 1, upper: 2, confidence: 0.95)
    let verdict = LuckVerdict(evidence)
    #expect(verdict.outcome == .distinguishable)
    #expect(verdict.headline.contains("; not checked: mean return, overfitting, paths, shuffled signal, "))

    evidence.shuffledSignalProfits = []
    evidence.baselines = []
    #expect(status(.shuffledSignal, in: LuckVerdict(evidence)) == .missing, "no runs are no check")
    #expect(status(.baselines, in: LuckVerdict(evidence)) == .missing)
  }

  @Test("A loss is a loss, whatever the statistics say")
  func loss() throws {
    for profit in [-12.5, .nan] {
      var evidence = try convincing()
      evidence.netProfit = profit
      #expect(LuckVerdict(evidence).outcome == .lostMoney)
    }
    var evidence = try convincing()
    evidence.netProfit = -12.5
    #expect(LuckVerdict(evidence).headline == "lost money: -12.50 USD out of sample, DSR 0.99 with 200 trials")
  }

  @Test("A policy that never trades has earned nothing, which is not called a loss")
  func nothing() throws {
    var evidence = try convincing()
    evidence.netProfit = 0
    evidence.deflatedSharpe = nil
    let verdict = LuckVerdict(evidence)
    #expect(verdict.outcome == .earnedNothing)
    #expect(verdict.headline == "earned nothing: 0.00 USD out of sample, no deflated Sharpe ratio")
  }

  @Test("What was trained on later hours is never told from luck, and the headline says why")
  func laterHours() throws {
    var evidence = try convincing()
    #expect(LuckVerdict(evidence).outcome == .distinguishable)
    evidence.trainsOnLaterHours = true
    let verdict = LuckVerdict(evidence)
    #expect(verdict.outcome == .indistinguishable)
    #expect(verdict.headline.hasSuffix("; trained on hours after the tests too, which is no test in time"))
  }

  @Test("A probability just below its limit is not printed as the limit")
  func rounding() throws {
    // Φ(1.64) = 0.9495 rounds to 0.95.
    let moments = ReturnMoments(
      count: 10_001, mean: 0.0164, deviation: 1, skewness: 0, kurtosis: 1, periodsPerYear: 8760)
    var evidence = try convincing()
    evidence.deflatedSharpe = DeflatedSharpe(of: moments, trials: 1, variance: .unknown(barsOfTrial: 10_001))
    #expect(LuckVerdict(evidence).headline == "not distinguishable from luck: DSR 0.94 with 1 trial")
  }

  @Test("Verdict and evidence come back from JSON as they were")
  func json() throws {
    let evidence = try convincing()
    let verdict = LuckVerdict(evidence)
    #expect(try JSONDecoder().decode(LuckVerdict.self, from: JSONEncoder().encode(verdict)) == verdict)
    #expect(try JSONDecoder().decode(LuckEvidence.self, from: JSONEncoder().encode(evidence)) == evidence)
    #expect(verdict.text.hasPrefix(verdict.headline + "\n  [passed] The deflated"))
  }

  @Test("Hourly returns give the deflated Sharpe ratio of days, and interval and p-value of hours")
  func returns() throws {
    var random = RandomStream(seed: 2)
    let series = ReturnSeries(values: (0..<960).map { _ in 0.0003 + 0.001 * random.normal() })
    let evidence = LuckEvidence(
      netProfit: 3, hourlyReturns: series, trials: 40, variance: .annualised(16),
      bootstrap: BootstrapConfiguration(resamples: 100, blockLength: 12, confidence: 0.9), using: &random)
    let deflated = try #require(evidence.deflatedSharpe)
    #expect(deflated.moments.count == 40 && deflated.moments.periodsPerYear == 365 && deflated.trials == 40)
    #expect(agree(deflated.trialVariance, 16.0 / 365))
    let sharpe = try #require(series.sharpe)
    #expect(try #require(evidence.sharpeInterval).contains(sharpe))
    #expect(try #require(evidence.meanPValue) <= 0.05)
    #expect(evidence.paths == nil && evidence.baselines == nil)

    let idle = ReturnSeries(values: [Double](repeating: 0, count: 960))
    let nothing = LuckEvidence(
      netProfit: 0, hourlyReturns: idle, trials: 1, variance: .unknown(barsOfTrial: 40), using: &random)
    #expect(nothing.deflatedSharpe == nil && nothing.sharpeInterval == nil && nothing.meanPValue == 1)
  }
}
