import Accounting
import Benchmarking
import Foundation
import MarketData
import Persistence
import RLCore
import Randomness
import Settings

/// The tables and result documents of run folders, and the tables of market folders.
enum TableTargets {
  static func all(in folder: URL) throws -> [FuzzTarget] {
    try [
      table(ledger, as: "ledger", in: folder), table(trades, as: "trades", in: folder),
      table(equity, as: "equity", in: folder), market("candles-1h", in: folder), market("funding", in: folder),
      snapshot(in: folder), result(in: folder), scorecard(in: folder),
    ]
  }

  // MARK: Run folders

  private static func table<Record: CSVRecord>(
    _ records: [Record], as name: String, in folder: URL
  ) throws -> FuzzTarget {
    let url = folder.appendingPathComponent("\(name).csv")
    let corpus = try [records, Array(records.prefix(1))].map { records in
      try CSVFile.write(records, to: url)
      return try AtomicFile.read(url)
    }
    return FuzzTarget(name, corpus: corpus) { data in
      try data.write(to: url)
      let records = try CSVFile.read(Record.self, from: url)
      try CSVFile.write(records, to: url)
      guard try CSVFile.read(Record.self, from: url).map(\.cells) == records.map(\.cells) else { throw Contradiction() }
    }
  }

  private static let ledger = (0..<4).map {
    LedgerEntry(
      timestamp: 1_761_091_200_000 + 3_600_000 * Int64($0), position: $0, venue: "bybit", symbol: "ETHUSDT",
      side: $0 % 2 == 0 ? .long : .short, kind: .funding, quantity: 0.1, price: 4000.1, rate: 1e-4, amount: -0.25)
  }

  private static let trades = (0..<3).map { index in
    let leg = ClosedTrade.Leg(
      venue: "binance", entryPrice: 100, exitPrice: 101.5, exitTimestamp: 1_761_091_200_000, quantity: 0.3)
    return ClosedTrade(
      position: index, symbol: "BTCUSDT", entryTimestamp: 1_761_000_000_000, exitTimestamp: 1_761_091_200_000,
      long: leg,
      short: leg, size: 100, leverage: 2, funding: 0.3, fees: 0.1, priceProfit: 0.5, reason: .agent)
  }

  private static let equity = (0..<4).map {
    EquityPoint(
      timestamp: 1_761_091_200_000 + 3_600_000 * Int64($0), cash: 1e4, equity: 1e4 + 0.1, marginUsed: 12.5, positions: 1
    )
  }

  private static func result(in folder: URL) throws -> FuzzTarget {
    let url = folder.appendingPathComponent("seed-1.json")
    let settings = try Registry.standardDefaults(of: "dqn").text
    let text = """
      {
        "agent": "dqn", "task": "cart-pole", "seed": 1, "environments": 4, "steps": 1000, "settings": \(settings),
        "returns": [1, 2.5, -3e-4], "trainingSeconds": 1.25, "jobs": 1, "version": "1",
        "machine": {"processor": "x", "cores": 2, "instructionSet": "avx2"}
      }
      """
    try AtomicFile.write(text, to: url)
    try SeedResult(contentsOf: url).write(to: url)
    return FuzzTarget("result", corpus: [try AtomicFile.read(url)]) { data in
      try data.write(to: url)
      let result = try SeedResult(contentsOf: url)
      try result.write(to: url)
      guard try SeedResult(contentsOf: url) == result, result.meanReturn < .infinity else { throw Contradiction() }
    }
  }

  private static func scorecard(in folder: URL) throws -> FuzzTarget {
    let url = folder.appendingPathComponent("scorecard.json")
    var random = RandomStream(seed: 1)
    let card = Scorecard.compute(
      initialCash: 1e4, equity: equity, trades: trades, ledger: ledger, bootstrap: .init(), using: &random)
    let document = ScorecardDocument(
      label: "synthetic data, seed 1", scorecards: [NamedScorecard(name: "a", role: .agent, scorecard: card)])
    try document.write(to: url)
    return FuzzTarget("scorecard", corpus: [try AtomicFile.read(url)]) { data in
      try data.write(to: url)
      let document = try ScorecardDocument.read(from: url)
      try document.write(to: url)
    }
  }

  // MARK: Market folders

  /// One table of a folder of two venues is mutated.
  private static func market(_ kind: String, in folder: URL) throws -> FuzzTarget {
    var configuration = SyntheticMarketConfiguration()
    configuration.days = 14
    configuration.symbols = ["BTCUSDT"]
    configuration.venues = Array(configuration.venues.prefix(2))
    let market = folder.appendingPathComponent("market-\(kind)")
    let dataset = try SyntheticMarket(configuration).generate(seed: 1)
    try dataset.export(to: market)
    let url = market.appendingPathComponent("\(kind)/\(dataset.venues[0])/BTCUSDT.csv")
    let file = try AtomicFile.read(url)
    let lines = file.split(separator: UInt8(ascii: "\n"))
    let short = Data(lines.prefix(6).joined(separator: [UInt8(ascii: "\n")]))
    return FuzzTarget(kind, corpus: [short, short, file]) { data in
      try data.write(to: url)
      let loaded = try MarketDataset.load(from: market)
      _ = loaded.quality.summary
    }
  }

  private static func snapshot(in folder: URL) throws -> FuzzTarget {
    let url = folder.appendingPathComponent("liquidity.csv")
    let text = """
      venue,symbol,bid_ask_spread_pct,depth_usd
      binance,BTCUSDT,0.001,250000
      bybit,BTCUSDT,0.0021,120000.5
      bybit,ETHUSDT,0.0045,9.5e4
      kucoin,ETHUSDT,0.0145,5.5e3

      """
    return FuzzTarget("liquidity", corpus: [Data(text.utf8)]) { data in
      try data.write(to: url)
      let snapshot = try LiquiditySnapshot(contentsOf: url)
      var volumes: [Listing: Double] = [:]
      for (index, row) in snapshot.rows.enumerated() { volumes[row.listing] = 1e6 * Double(1 + index * index) }
      _ = try LiquidityModel.fit(snapshot: snapshot, volumes: volumes)
    }
  }
}
