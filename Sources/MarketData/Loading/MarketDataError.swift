import Settings

/// Market data that cannot be used: "candles-1h/binance/BTCUSDT.csv line 17: close must be a positive number, was -3".
public struct MarketDataError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or folder, relative to the market folder; `nil` if an option rather than a file is at fault.
  public let file: String?
  /// Line of the file, counted from 1 (the header).
  public let line: Int?
  /// What is at fault: a column, `header`, `row`, `file`, `folder` or the name of an option.
  public let field: String
  /// What would have been accepted; reads on from "must".
  public let rule: String
  /// What was found instead.
  public let found: String

  /// Names the place, the field, its rule and what was found.
  public init(file: String? = nil, line: Int? = nil, field: String, must rule: String, found: String) {
    self.file = file
    self.line = line
    self.field = field
    self.rule = rule
    self.found = found
  }

  /// A setting that is out of range.
  init(_ error: ConfigurationError) {
    self.init(field: error.field, must: error.must, found: error.found)
  }

  /// One sentence: file, line, field, rule and what was found.
  public var description: String {
    let sentence = "\(field) must \(rule), was \(found)"
    guard let file else { return sentence }
    return line.map { "\(file) line \($0): \(sentence)" } ?? "\(file): \(sentence)"
  }
}
