/// The candles of one file, in the order of time; bars count from the epoch.
struct CandleTable {
  static let columns = ["timestamp", "open", "high", "low", "close", "volume"]

  var bars: [Int] = []
  var open: [Double] = []
  var high: [Double] = []
  var low: [Double] = []
  var close: [Double] = []
  var volume: [Double] = []
  /// Columns that the file has beside the six; `nan` where a cell is empty.
  var optional: [OptionalColumn: [Double]] = [:]
  var duplicatesDropped = 0

  /// How far a price may lie outside its bar, relative; covers the rounding of prices that were printed as decimals.
  private static let priceTolerance = 1e-9

  /// Reads and checks every row.
  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String, length: BarLength) throws(MarketDataError) {
    var reader = try TableReader(
      bytes, file: file, columns: Self.columns, optional: OptionalColumn.allCases.map(\.rawValue))
    let further = reader.columns.dropFirst(Self.columns.count).compactMap(OptionalColumn.init(rawValue:))
    for column in further { optional[column] = [] }
    var order = StampOrder()
    while try reader.advance() {
      let bar = try reader.bar(0, of: length)
      let candle = Candle(
        open: try Self.price(1, in: reader), high: try Self.price(2, in: reader), low: try Self.price(3, in: reader),
        close: try Self.price(4, in: reader), volume: try reader.number(5))
      try Self.check(candle, in: reader)
      var values: [Double] = []
      for index in further.indices { values.append(try Self.optional(Self.columns.count + index, in: reader)) }
      let last = bars.count - 1
      let isRepetition = try order.isRepetition(
        stamp: bar, in: reader,
        equalsPrevious: candle == self.candle(at: last)
          && zip(further, values).allSatisfy { Self.isSame(optional[$0]?[last] ?? .nan, $1) })
      if isRepetition {
        duplicatesDropped += 1
      } else {
        append(candle, bar: bar)
        for (column, value) in zip(further, values) { optional[column]?.append(value) }
      }
    }
  }

  /// An optional value; `nan` for an empty cell.
  private static func optional(_ column: Int, in reader: borrowing TableReader) throws(MarketDataError) -> Double {
    reader.isEmpty(column) ? .nan : try reader.number(column)
  }

  private static func isSame(_ first: Double, _ second: Double) -> Bool {
    first == second || first.isNaN && second.isNaN
  }

  private func candle(at row: Int) -> Candle {
    Candle(open: open[row], high: high[row], low: low[row], close: close[row], volume: volume[row])
  }

  private mutating func append(_ candle: Candle, bar: Int) {
    bars.append(bar)
    open.append(candle.open)
    high.append(candle.high)
    low.append(candle.low)
    close.append(candle.close)
    volume.append(candle.volume)
  }

  private static func price(_ column: Int, in reader: borrowing TableReader) throws(MarketDataError) -> Double {
    let value = try reader.number(column)
    guard value > 0 else {
      throw reader.error(columns[column], must: "be a positive number", found: reader.cellText(column))
    }
    return value
  }

  private static func check(_ candle: Candle, in reader: borrowing TableReader) throws(MarketDataError) {
    guard candle.volume >= 0 else {
      throw reader.error("volume", must: "not be negative", found: reader.cellText(5))
    }
    let floor = candle.low * (1 - priceTolerance)
    let ceiling = candle.high * (1 + priceTolerance)
    guard floor <= ceiling else {
      throw reader.error("high", must: "be at least low (\(reader.cellText(3)))", found: reader.cellText(2))
    }
    for (column, value) in [(1, candle.open), (4, candle.close)] where value < floor || value > ceiling {
      throw reader.error(
        columns[column], must: "lie between low (\(reader.cellText(3))) and high (\(reader.cellText(2)))",
        found: reader.cellText(column))
    }
  }
}
