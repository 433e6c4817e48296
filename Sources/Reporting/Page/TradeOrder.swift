import Accounting

/// The order in which trades are shown where there are too many.
enum TradeOrder {
  /// The larger profit or loss first; the earlier position where they are equal.
  static func isMoreImportant(_ first: ClosedTrade, _ second: ClosedTrade) -> Bool {
    let (left, right) = (abs(first.netProfit), abs(second.netProfit))
    return left == right ? first.position < second.position : left > right
  }
}
