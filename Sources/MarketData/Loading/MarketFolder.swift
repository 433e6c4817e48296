import Foundation

/// The files of a market folder: `candles-LENGTH/VENUE/SYMBOL.csv` and `funding/VENUE/SYMBOL.csv`.
struct MarketFolder {
  /// What a folder holds for one symbol on one venue.
  struct Entry: Equatable {
    var venue: String
    var symbol: String
    var hasCandles: Bool
    var hasFunding: Bool
  }

  /// The branch of the candles of a length, `candles-15m`.
  static func candles(_ length: BarLength) -> String { "candles-\(length)" }

  static let funding = "funding"

  let directory: URL
  let barLength: BarLength
  /// Ordered by venue, then symbol.
  let entries: [Entry]

  /// Lists the folder.
  init(_ directory: URL, barLength: BarLength, needsFunding: Bool) throws(MarketDataError) {
    self.directory = directory
    self.barLength = barLength
    let branch = Self.candles(barLength)
    guard Self.isFolder(directory) else {
      throw MarketDataError(
        file: directory.path, field: "folder", must: "exist and hold \(branch) and \(Self.funding)",
        found: "missing")
    }
    let candles = try Self.list(branch, in: directory)
    let funding = try Self.list(Self.funding, in: directory, isNeeded: needsFunding)
    var entries: [Entry] = []
    for venue in Set(candles.keys).union(funding.keys).sorted() {
      let withCandles = candles[venue] ?? []
      let withFunding = funding[venue] ?? []
      for symbol in withCandles.union(withFunding).sorted() {
        entries.append(
          Entry(
            venue: venue, symbol: symbol, hasCandles: withCandles.contains(symbol),
            hasFunding: withFunding.contains(symbol)))
      }
    }
    guard !entries.isEmpty else {
      throw MarketDataError(
        file: directory.path, field: "folder", must: "hold \(branch)/VENUE/SYMBOL.csv", found: "without any")
    }
    self.entries = entries
  }

  /// Path of a table relative to the folder, as errors name it.
  static func path(_ kind: String, venue: String, symbol: String) -> String { "\(kind)/\(venue)/\(symbol).csv" }

  /// The bytes of a table.
  func bytes(of path: String) throws(MarketDataError) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: directory.appendingPathComponent(path)))
    } catch {
      throw MarketDataError(file: path, field: "file", must: "be readable", found: "not: \(error.localizedDescription)")
    }
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Symbols by venue under one of the two branches.
  private static func list(
    _ kind: String, in directory: URL, isNeeded: Bool = true
  ) throws(MarketDataError) -> [String: Set<String>] {
    let branch = directory.appendingPathComponent(kind)
    guard isFolder(branch) else {
      if !isNeeded { return [:] }
      throw MarketDataError(file: directory.path, field: "folder", must: "hold \(kind)", found: "without it")
    }
    var symbols: [String: Set<String>] = [:]
    for venue in try names(in: branch) {
      let folder = branch.appendingPathComponent(venue)
      guard isFolder(folder) else { continue }
      let tables = try names(in: folder).filter { $0.hasSuffix(".csv") }
      symbols[venue] = Set(tables.map { String($0.dropLast(4)) })
    }
    return symbols
  }

  private static func names(in folder: URL) throws(MarketDataError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
    } catch {
      throw MarketDataError(
        file: folder.path, field: "folder", must: "be readable", found: "not: \(error.localizedDescription)")
    }
  }
}
