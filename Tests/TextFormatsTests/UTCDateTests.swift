import Testing
import TextFormats

@Suite struct UTCDateTests {
  @Test func `dates are split from epoch milliseconds`() {
    #expect(UTCDate(timestamp: 0).text == "1970-01-01 00:00")
    #expect(UTCDate(timestamp: 1_761_091_200_000).text == "2025-10-22 00:00")
    #expect(UTCDate(timestamp: 1_709_164_800_000 + 3_600_000 * 23 + 59_999).text == "2024-02-29 23:00")
    #expect(UTCDate(timestamp: 1_709_251_199_999).text == "2024-02-29 23:59")
    #expect(UTCDate(timestamp: -1).text == "1969-12-31 23:59")
  }

  @Test func `days and dates are each other's inverse over eight centuries`() {
    for day in stride(from: -150_000, through: 150_000, by: 7) {
      let date = UTCDate(timestamp: Int64(day) * 86_400_000)
      #expect(UTCDate.daysFromEpoch(year: date.year, month: date.month, day: date.day) == day)
    }
  }

  @Test(arguments: [
    (2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0), (2024, 1, 32),
  ])
  func `a date that does not exist has no day`(year: Int, month: Int, day: Int) {
    #expect(UTCDate.daysFromEpoch(year: year, month: month, day: day) == nil)
    #expect(UTCDate.daysFromEpoch(year: 2000, month: 2, day: 29) == 11_016)
  }
}
