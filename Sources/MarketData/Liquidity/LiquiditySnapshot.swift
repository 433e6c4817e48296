import Foundation

/// Spreads and depths of many contracts at one moment.
public struct LiquiditySnapshot: Sendable, Equatable {
  /// One contract of the snapshot.
  public struct Row: Sendable, Equatable {
    /// The contract.
    public var listing: Listing
    /// Bid-ask spread, percent of price.
    public var spread: Double
    /// Depth of the touched side of the book, USD.
    public var depth: Double

    /// A row from its values.
    public init(listing: Listing, spread: Double, depth: Double) {
      self.listing = listing
      self.spread = spread
      self.depth = depth
    }
  }

  /// Contracts in the order of the file.
  public let rows: [Row]

  /// A snapshot from its rows.
  public init(rows: [Row]) {
    self.rows = rows
  }

  /// Reads a table `venue,symbol,bid_ask_spread_pct,depth_usd`.
  ///
  /// - Throws: A ``MarketDataError`` that names file, line, field, rule and what was found: an unreadable file, a
  ///   wrong header, a cell that is not a positive number, a contract that appears twice.
  public init(contentsOf url: URL) throws(MarketDataError) {
    let file = url.lastPathComponent
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: url))
    } catch {
      throw MarketDataError(file: file, field: "file", must: "be readable", found: error.localizedDescription)
    }
    rows = try bytes.withUnsafeBufferPointer { (bytes) throws(MarketDataError) in
      try Self.rows(in: bytes, file: file)
    }
  }

  private static func rows(in bytes: UnsafeBufferPointer<UInt8>, file: String) throws(MarketDataError) -> [Row] {
    var table = try TableReader(bytes, file: file, columns: ["venue", "symbol", "bid_ask_spread_pct", "depth_usd"])
    var seen: Set<Listing> = []
    var rows: [Row] = []
    while try table.advance() {
      let listing = Listing(venue: table.cellText(0), symbol: table.cellText(1))
      guard seen.insert(listing).inserted else {
        throw table.error("symbol", must: "appear once for each venue", found: "\(listing.symbol) again")
      }
      rows.append(
        Row(
          listing: listing, spread: try positiveNumber(2, "bid_ask_spread_pct", in: table),
          depth: try positiveNumber(3, "depth_usd", in: table)))
    }
    return rows
  }

  private static func positiveNumber(
    _ column: Int, _ field: String, in table: TableReader
  ) throws(MarketDataError) -> Double {
    let value = try table.number(column)
    guard value > 0 else { throw table.error(field, must: "be a positive number", found: table.cellText(column)) }
    return value
  }
}
