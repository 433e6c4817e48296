/// The settled rates of one file, in the order of time; hours count from the epoch.
struct FundingTable {
  static let columns = ["timestamp", "rate", "interval_hours"]

  var settlements: [Settlement] = []
  var duplicatesDropped = 0

  /// Reads and checks every row.
  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) throws(MarketDataError) {
    var reader = try TableReader(bytes, file: file, columns: Self.columns)
    var order = StampOrder()
    while try reader.advance() {
      let settlement = Settlement(
        hour: try reader.bar(0, of: .hour), rate: try Self.rate(in: reader),
        intervalHours: try Self.interval(in: reader))
      let isRepetition = try order.isRepetition(
        stamp: settlement.hour, in: reader, equalsPrevious: settlement == settlements.last)
      if isRepetition {
        duplicatesDropped += 1
      } else {
        settlements.append(settlement)
      }
    }
  }

  private static func rate(in reader: borrowing TableReader) throws(MarketDataError) -> Double {
    let value = try reader.number(1)
    guard abs(value) < 1 else {
      throw reader.error("rate", must: "be a decimal between -1 and 1", found: reader.cellText(1))
    }
    return value
  }

  private static func interval(in reader: borrowing TableReader) throws(MarketDataError) -> Int {
    let value = try reader.number(2)
    guard value > 0, value <= 8784, let hours = Int(exactly: value) else {
      throw reader.error("interval_hours", must: "be a positive whole number of hours", found: reader.cellText(2))
    }
    return hours
  }
}
