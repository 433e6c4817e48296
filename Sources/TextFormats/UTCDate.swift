/// A calendar date and time of day in UTC, split from epoch milliseconds without any locale or time zone table.
///
/// The conversions are civil-from-days and days-from-civil of Howard Hinnant, "chrono-compatible low-level date
/// algorithms" (2013): exact for every proleptic Gregorian date.
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
    let minutes = Int(timestamp).flooredQuotient(by: 60_000)
    let days = minutes.flooredQuotient(by: 1440)
    let minuteOfDay = minutes - days * 1440
    hour = minuteOfDay / 60
    minute = minuteOfDay % 60

    let shifted = days + Self.daysFromMarchOfYear0
    let era = shifted.flooredQuotient(by: Self.daysOfEra)
    let dayOfEra = shifted - era * Self.daysOfEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Whole days from 1970-01-01 to a date, negative before.
  ///
  /// - Returns: `nil` for a date that does not exist.
  public static func daysFromEpoch(year: Int, month: Int, day: Int) -> Int? {
    guard (1...12).contains(month), (1...days(inMonth: month, of: year)).contains(day) else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.flooredQuotient(by: 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysOfEra + dayOfEra - daysFromMarchOfYear0
  }

  /// The date as `2025-10-22`.
  public var dayText: String { "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))" }

  /// The time of day as `07:00`.
  public var timeText: String { "\(Self.padded(hour, to: 2)):\(Self.padded(minute, to: 2))" }

  /// Date and time as `2025-10-22 07:00`.
  public var text: String { "\(dayText) \(timeText)" }

  /// Days of 400 years, after which the calendar repeats.
  private static let daysOfEra = 146_097
  /// Days from 0000-03-01, where the years of the algorithms begin, to 1970-01-01.
  private static let daysFromMarchOfYear0 = 719_468

  private static func days(inMonth month: Int, of year: Int) -> Int {
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    return switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func padded(_ value: Int, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension BinaryInteger {
  /// The quotient rounded towards minus infinity; `divisor` must be positive.
  package func flooredQuotient(by divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
