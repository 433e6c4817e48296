import Settings

/// Length of a bar: a whole number of minutes that divides a day, from one minute to one day.
///
/// Written and read as `1m`, `15m`, `1h`, `4h`, `1d`.
public struct BarLength: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  /// Minutes, a divisor of 1440.
  public let minutes: Int

  /// One hour.
  public static let hour = BarLength(known: 60)
  /// One day.
  public static let day = BarLength(known: 1440)

  private init(known minutes: Int) { self.minutes = minutes }

  /// A length in minutes.
  ///
  /// - Throws: `ConfigurationError` for a length that does not divide a day.
  public init(minutes: Int) throws(ConfigurationError) {
    try require(
      (1...1440).contains(minutes) && 1440 % minutes == 0, "barLength",
      must: "be a number of minutes that divides a day, 1 to 1440", found: minutes)
    self.minutes = minutes
  }

  /// Reads `15m`, `4h` or `1d`.
  ///
  /// - Throws: `ConfigurationError` for any other text and for a length that does not divide a day.
  public init(_ text: String) throws(ConfigurationError) {
    let units: [Character: Int] = ["m": 1, "h": 60, "d": 1440]
    guard let last = text.last, let unit = units[last], let count = Int(text.dropLast()), (1...1440).contains(count),
      text.first?.isNumber == true
    else { throw ConfigurationError(field: "barLength", must: "be like 15m, 1h or 1d", found: text) }
    try self.init(minutes: count * unit)
  }

  /// Milliseconds.
  public var milliseconds: Int64 { Int64(minutes) * 60_000 }

  /// Bars of a day.
  public var barsPerDay: Int { 1440 / minutes }

  /// `15m`, `4h`, `1d`.
  public var description: String {
    minutes == 1440 ? "1d" : minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes)m"
  }

  /// Shorter bars come first.
  public static func < (first: BarLength, second: BarLength) -> Bool { first.minutes < second.minutes }

  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
