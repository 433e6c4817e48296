/// A point in time in UTC, read from and written as ISO 8601 text.
///
/// Calendar arithmetic is the proleptic Gregorian calendar counted in whole days from 1970-01-01.
public struct UTCTimestamp: Sendable, Comparable, Hashable, Codable, CustomStringConvertible {
  /// Epoch milliseconds.
  public let milliseconds: Int64

  private static let millisecondsPerDay: Int64 = 86_400_000

  /// A point in time from epoch milliseconds.
  public init(_ milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Reads `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`, each with or without a final `Z`.
  ///
  /// - Returns: `nil` for any other text and for days or times that do not exist.
  public init?(_ text: String) {
    var body = Substring(text)
    if body.hasSuffix("Z") { body.removeLast() }
    let halves = body.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let date = Self.fields(of: halves[0], separator: "-", widths: [4, 2, 2]) else { return nil }
    guard (1...12).contains(date[1]), (1...Self.days(inMonth: date[1], of: date[0])).contains(date[2]) else {
      return nil
    }
    var time = [0, 0, 0]
    if halves.count == 2 {
      let read =
        Self.fields(of: halves[1], separator: ":", widths: [2, 2, 2])
        ?? Self.fields(of: halves[1], separator: ":", widths: [2, 2]).map { $0 + [0] }
      guard let read, read[0] < 24, read[1] < 60, read[2] < 60 else { return nil }
      time = read
    } else if body.count != text.count {
      return nil
    }
    let days = Self.daysFromEpoch(year: date[0], month: date[1], day: date[2])
    milliseconds = Int64(days) * Self.millisecondsPerDay + Int64(time[0] * 3600 + time[1] * 60 + time[2]) * 1000
  }

  /// Whether one point in time is earlier than another.
  public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  /// The day alone: `2025-03-01`.
  public var day: String { String(description.prefix(10)) }

  /// ISO 8601 with minutes: `2025-03-01T13:00Z`.
  public var description: String {
    let days = milliseconds.flooredQuotient(by: Self.millisecondsPerDay)
    // The start of the very first day is before the earliest number.
    let minutes = Int((milliseconds &- days &* Self.millisecondsPerDay) / 60_000)
    let (year, month, day) = Self.civil(daysFromEpoch: Int(days))
    return Self.padded(year, to: 4) + "-" + Self.padded(month, to: 2) + "-" + Self.padded(day, to: 2) + "T"
      + Self.padded(minutes / 60, to: 2) + ":" + Self.padded(minutes % 60, to: 2) + "Z"
  }

  private static func fields(of text: Substring, separator: Character, widths: [Int]) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == widths.count else { return nil }
    var values: [Int] = []
    for (part, width) in zip(parts, widths) {
      guard part.utf8.count == width, part.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(part) else {
        return nil
      }
      values.append(value)
    }
    return values
  }

  private static func padded(_ value: Int, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func isLeap(_ year: Int) -> Bool { (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Leap days up to and including a year.
  private static func leapDays(through year: Int) -> Int {
    let year = Int64(year)
    return Int(year.flooredQuotient(by: 4) - year.flooredQuotient(by: 100) + year.flooredQuotient(by: 400))
  }

  private static func daysFromEpoch(year: Int, month: Int, day: Int) -> Int {
    var days = 365 * (year - 1970) + leapDays(through: year - 1) - leapDays(through: 1969) + day - 1
    for earlier in 1..<month { days += self.days(inMonth: earlier, of: year) }
    return days
  }

  private static func civil(daysFromEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    var year = 1970 + Int((Double(days) / 365.2425).rounded(.down))
    while daysFromEpoch(year: year, month: 1, day: 1) > days { year -= 1 }
    while daysFromEpoch(year: year + 1, month: 1, day: 1) <= days { year += 1 }
    var rest = days - daysFromEpoch(year: year, month: 1, day: 1)
    var month = 1
    while rest >= self.days(inMonth: month, of: year) {
      rest -= self.days(inMonth: month, of: year)
      month += 1
    }
    return (year, month, rest + 1)
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity; `divisor` must be positive.
  func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
