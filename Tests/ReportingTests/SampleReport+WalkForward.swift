import Accounting
import Randomness
import Reporting
import Statistics

extension SampleReport {
  static let luckVerdict = ReportInput.LuckVerdict(
    headline: "Not distinguishable from luck: DSR 0.41 with 200 trials.",
    reasons: [
      "The 95 % interval of the out-of-sample Sharpe ratio, -0.62 … 2.35, holds 0.",
      "The best of 200 trials without any skill would be expected to show about this Sharpe ratio.",
      "3 of 6 folds lost money, and no-trade beat the agent in 3.",
    ], mood: .undecided)

  /// Six rolling folds, five paths from fifteen splits, two stitched curves, four stress runs.
  static func walkForward(seed: UInt64 = 1) -> WalkForwardResult {
    var random = RandomStream(seed: seed)
    let folds = (0..<6).map { fold($0, using: &random) }
    let first = folds[0].periods.first { $0.use == .test }?.start ?? start
    func curve(_ name: String, _ role: NamedScorecard.Role, drift: Double, noise: Double) -> ReportInput.Curve {
      var equity = initialCash
      return .init(
        name: name, role: role,
        points: (0..<(6 * 30 * 24)).map { hour in
          equity += drift + noise * random.normal()
          return EquityPoint(
            timestamp: first + Int64(hour) * hourLength, cash: equity, equity: equity, marginUsed: 0, positions: 0)
        })
    }
    return WalkForwardResult(
      folds: folds, pathSharpes: [0.84, -0.31, 1.52, 0.42, 1.07], splits: 15, initialCash: initialCash,
      stitched: [
        curve("agent", .agent, drift: 0.03, noise: 4), curve("no trade", .baseline, drift: 0, noise: 0),
        curve("threshold rule", .baseline, drift: -0.02, noise: 3),
      ],
      stresses: [
        .init(.unchanged, netReturn: 1.31, sharpe: 0.87, trades: 412, maximumDrawdown: 2.4),
        .init(.doubledCosts, netReturn: -3.85, sharpe: -2.41, trades: 398, maximumDrawdown: 4.9),
        .init(.shuffledSignal, netReturn: -2.2, sharpe: -1.62, trades: 455, maximumDrawdown: 3.1),
        .init(.laggedSignal, netReturn: 0.92, sharpe: nil, trades: 409, maximumDrawdown: 2.6),
      ],
      statistics: LuckStatistics(
        sharpe: 0.87, sharpeInterval: ConfidenceInterval(lower: -0.62, upper: 2.35, confidence: 0.95),
        probabilisticSharpe: 0.873, deflatedSharpe: 0.412, trials: 200, backtestOverfitting: 0.47, pValue: 0.131,
        pValueTest: "stationary bootstrap of the mean return, one-sided"))
  }

  /// Everything that a report can show.
  func makeComplete() -> ReportInput {
    var input = make()
    input.luckVerdict = Self.luckVerdict
    input.population = Self.population(seed: seed)
    input.walkForward = Self.walkForward(seed: seed)
    return input
  }

  private static let hourLength: Int64 = 3_600_000

  private static func fold(_ index: Int, using random: inout RandomStream) -> WalkForwardFold {
    let day = 24 * hourLength
    var next = start + Int64(index) * 30 * day
    func period(_ use: WalkForwardFold.Period.Use, hours: Int64) -> WalkForwardFold.Period {
      defer { next += hours * hourLength }
      return .init(use, start: next, end: next + hours * hourLength)
    }
    let periods = [
      period(.train, hours: 180 * 24), period(.purge, hours: 48), period(.validation, hours: 30 * 24),
      period(.purge, hours: 48), period(.test, hours: 30 * 24), period(.embargo, hours: 24),
    ]
    let sharpe = 1 + 2 * random.normal()
    return WalkForwardFold(
      name: "\(index + 1)", periods: periods, netReturn: sharpe * 0.4, sharpe: sharpe,
      sharpeInterval: ConfidenceInterval(lower: sharpe - 4.1, upper: sharpe + 4.3, confidence: 0.95),
      trades: 50 + random.index(below: 40), maximumDrawdown: 0.6 + random.uniformDouble(),
      choice: "step \(60_000 + 20_000 * index), learningRate 3e-4",
      baseline: index % 2 == 0 ? "threshold rule" : "no trade",
      baselineReturn: index % 2 == 0 ? 0.31 : 0)
  }
}
