/// A calendar date and time of day in UTC, split from epoch milliseconds without any locale or time zone table.
///
/// The conversion is the civil-from-days algorithm of Howard Hinnant, "chrono-compatible low-level date algorithms"
/// (2013): exact for every proleptic Gregorian date.
public struct UTCDate: Sendable, Equatable {
  /// The year, for example 2025.
  public let year: Int
  /// The month, 1…12.
  public let month: Int
  /// The day of the month, 1…31.
  public let day: Int
  /// The hour, 0…23.
  public let hour: Int
  /// The minute, 0…59.
  public let minute: Int

  /// Splits a stamp; seconds and milliseconds are dropped.
  ///
  /// - Parameter timestamp: Epoch milliseconds, before 1970 negative.
  public init(timestamp: Int64) {
    let minutes = Self.floorDivide(Int(timestamp), 60_000)
    let days = Self.floorDivide(minutes, 1440)
    let minuteOfDay = minutes - days * 1440
    hour = minuteOfDay / 60
    minute = minuteOfDay % 60

    let shifted = days + 719_468
    let era = Self.floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The date as `2025-10-22`.
  public var dayText: String { "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))" }

  /// The time of day as `07:00`.
  public var timeText: String { "\(Self.twoDigits(hour)):\(Self.twoDigits(minute))" }

  /// Date and time as `2025-10-22 07:00`.
  public var text: String { "\(dayText) \(timeText)" }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
  }
}
