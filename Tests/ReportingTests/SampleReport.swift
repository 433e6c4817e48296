import Accounting
import Randomness
import Reporting

/// A report on generated trades whose books close, for the tests.
struct SampleReport {
  /// What the fixture varies.
  var seed: UInt64 = 1
  var hours = 672
  var tradeCount = 60
  /// Mean funding of a trade, USD; decides between profit and loss.
  var fundingPerTrade = 2.0

  static let initialCash = 10_000.0
  static let start: Int64 = 1_761_091_200_000

  func make() -> ReportInput {
    var random = RandomStream(seed: seed)
    let trades = makeTrades(using: &random)
    let ledger = trades.flatMap(Self.ledger).sorted { ($0.timestamp, $0.position) < ($1.timestamp, $1.position) }
    let agent = curve(of: ledger, trades: trades)
    let idle = curve(of: [], trades: [])
    let walk = randomWalk(drift: -0.35, using: &random)
    let ceiling = randomWalk(drift: 6, using: &random)
    let bootstrap = BootstrapConfiguration(resamples: 40, blockLength: 24, confidence: 0.95)
    let agentCard = Scorecard.compute(
      initialCash: Self.initialCash, equity: agent, trades: trades, ledger: ledger, hindsightProfit: 4000,
      rejectedActions: 3, bootstrap: bootstrap, using: &random)
    func card(_ points: [EquityPoint]) -> Scorecard {
      Scorecard.compute(
        initialCash: Self.initialCash, equity: points, trades: [], ledger: [], hindsightProfit: 4000,
        bootstrap: bootstrap, using: &random)
    }
    let named: [(String, NamedScorecard.Role, [EquityPoint])] = [
      ("no trade", .baseline, idle), ("threshold rule", .baseline, walk), ("hindsight optimum", .ceiling, ceiling),
    ]
    return ReportInput(
      title: "Funding arbitrage, full preset", origin: .synthetic(detail: "seed \(seed)"),
      initialCash: Self.initialCash,
      scorecards: [NamedScorecard(name: "agent", role: .agent, scorecard: agentCard)]
        + named.map { NamedScorecard(name: $0.0, role: $0.1, scorecard: card($0.2)) },
      curves: [.init(name: "agent", role: .agent, points: agent)]
        + named.map { .init(name: $0.0, role: $0.1, points: $0.2) },
      trades: trades, ledger: ledger, learningCurves: learning(using: &random),
      settings: [.init(key: "ppo.learningRate", value: "0.0003"), .init(key: "capital", value: "10000 USD")],
      notes: ["Spread and depth are modelled from volume."])
  }

  private func makeTrades(using random: inout RandomStream) -> [ClosedTrade] {
    let symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "1000PEPEUSDT", "DOGEUSDT", "XRPUSDT"]
    return (1...max(tradeCount, 1)).prefix(tradeCount).map { position in
      let entry = random.index(below: hours - 50)
      let exit = entry + 2 + random.index(below: 47)
      func leg(_ venue: String) -> ClosedTrade.Leg {
        .init(venue: venue, entryPrice: 100, exitPrice: 101, exitTimestamp: Self.stamp(exit), quantity: 10)
      }
      return ClosedTrade(
        position: position, symbol: symbols[random.index(below: symbols.count)], entryTimestamp: Self.stamp(entry),
        exitTimestamp: Self.stamp(exit), long: leg("binance"), short: leg("hyperliquid"), size: 1000, leverage: 2,
        funding: fundingPerTrade + 2 * random.normal(), fees: 1.6, priceProfit: 2 * random.normal(),
        reason: ClosedTrade.Reason.allCases[random.index(below: 40) < 37 ? 0 : 1])
    }
  }

  private static func ledger(_ trade: ClosedTrade) -> [LedgerEntry] {
    func entry(_ kind: LedgerEntry.Kind, _ amount: Double, _ timestamp: Int64) -> LedgerEntry {
      LedgerEntry(
        timestamp: timestamp, position: trade.position, venue: "binance", symbol: trade.symbol, side: .long, kind: kind,
        quantity: 10, price: 100, rate: 0, amount: amount)
    }
    return [
      entry(.open, 0, trade.entryTimestamp), entry(.fee, -trade.fees / 2, trade.entryTimestamp),
      entry(.funding, trade.funding, trade.exitTimestamp - 3_600_000),
      entry(.close, trade.priceProfit, trade.exitTimestamp), entry(.fee, -trade.fees / 2, trade.exitTimestamp),
    ]
  }

  private func curve(of ledger: [LedgerEntry], trades: [ClosedTrade]) -> [EquityPoint] {
    var cash = Self.initialCash
    var next = 0
    var opened = [Int](repeating: 0, count: hours + 1)
    for trade in trades {
      opened[Self.hour(trade.entryTimestamp)] += 1
      opened[Self.hour(trade.exitTimestamp)] -= 1
    }
    var open = 0
    return (0...hours).map { hour in
      while next < ledger.count, ledger[next].timestamp <= Self.stamp(hour) {
        cash += ledger[next].amount
        next += 1
      }
      open += opened[hour]
      return EquityPoint(
        timestamp: Self.stamp(hour), cash: cash, equity: cash, marginUsed: Double(open) * 100, positions: open)
    }
  }

  private func randomWalk(drift: Double, using random: inout RandomStream) -> [EquityPoint] {
    var equity = Self.initialCash
    return (0...hours).map { hour in
      if hour > 0 { equity += drift + random.normal() * 3 }
      return EquityPoint(timestamp: Self.stamp(hour), cash: equity, equity: equity, marginUsed: 0, positions: 0)
    }
  }

  private func learning(using random: inout RandomStream) -> [LearningCurve] {
    let steps = (1...150).map { Double($0) * 2048 }
    func line(_ name: String, _ value: (Double) -> Double) -> LearningCurve.Line {
      .init(name: name, x: steps, y: steps.map { value($0 / 300_000) + 0.05 * random.normal() })
    }
    return [
      LearningCurve(title: "Mean episode return", lines: [line("training") { 1 - 2 / (1 + 5 * $0) }]),
      LearningCurve(title: "Validation return", unit: "%", lines: [line("validation") { $0 - 0.5 }]),
      LearningCurve(title: "Entropy", unit: "nats", lines: [line("policy") { 3 - 2 * $0 }]),
    ]
  }

  private static func hour(_ timestamp: Int64) -> Int { Int((timestamp - start) / 3_600_000) }

  private static func stamp(_ hour: Int) -> Int64 { start + Int64(hour) * 3_600_000 }
}
