import Accounting

/// Small records for the tests: an hour is `hour(n)`, money is in USD.
enum TestRecords {
  /// Stamp of the n-th hour after 2025-10-22 00:00 UTC.
  static func hour(_ count: Int) -> Int64 { 1_761_091_200_000 + Int64(count) * 3_600_000 }

  /// An hourly curve whose cash is its equity.
  static func curve(_ values: [Double], marginUsed: Double = 0) -> [EquityPoint] {
    values.enumerated().map { index, value in
      EquityPoint(timestamp: hour(index), cash: value, equity: value, marginUsed: marginUsed, positions: 0)
    }
  }

  static func trade(
    _ position: Int = 1, funding: Double = 0, fees: Double = 0, price: Double = 0, hours: Int = 8,
    reason: ClosedTrade.Reason = .agent
  ) -> ClosedTrade {
    let leg = ClosedTrade.Leg(
      venue: "binance", entryPrice: 100, exitPrice: 101, exitTimestamp: hour(hours), quantity: 3)
    return ClosedTrade(
      position: position, symbol: "BTCUSDT", entryTimestamp: hour(0), exitTimestamp: hour(hours), long: leg, short: leg,
      size: 300, leverage: 2, funding: funding, fees: fees, priceProfit: price, reason: reason)
  }

  static func entry(_ kind: LedgerEntry.Kind, _ amount: Double, at hours: Int = 0) -> LedgerEntry {
    LedgerEntry(
      timestamp: hour(hours), position: 1, venue: "bybit", symbol: "ETHUSDT", side: .short, kind: kind, quantity: 0.1,
      price: 4000.1, rate: 0.0001, amount: amount)
  }
}
