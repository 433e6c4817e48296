/// A point in time in UTC, read from and written as ISO 8601 text.
///
/// The calendar is that of ``UTCDate``.
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
    guard let date = Self.fields(of: halves[0], separator: "-", widths: [4, 2, 2]),
      let days = UTCDate.daysFromEpoch(year: date[0], month: date[1], day: date[2])
    else {
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
    milliseconds = Int64(days) * Self.millisecondsPerDay + Int64(time[0] * 3600 + time[1] * 60 + time[2]) * 1000
  }

  /// Whether one point in time is earlier than another.
  public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  /// The day alone: `2025-03-01`.
  public var day: String { UTCDate(timestamp: milliseconds).dayText }

  /// ISO 8601 with minutes: `2025-03-01T13:00Z`.
  public var description: String {
    let date = UTCDate(timestamp: milliseconds)
    return "\(date.dayText)T\(date.timeText)Z"
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
}
