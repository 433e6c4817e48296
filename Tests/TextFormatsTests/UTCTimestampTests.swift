import Foundation
import Testing
import TextFormats

@Suite("Dates in UTC")
struct UTCTimestampTests {
  @Test(
    "Dates and times are read",
    arguments: [
      ("1970-01-01", 0), ("2025-01-01", 1_735_689_600_000), ("2024-02-29", 1_709_164_800_000),
      ("2024-09-01T00:00Z", 1_725_148_800_000), ("2025-07-26T23:00:00Z", 1_753_570_800_000),
      ("2025-07-26T23:00:07", 1_753_570_807_000), ("1969-12-31", -86_400_000), ("2000-03-01", 951_868_800_000),
    ] as [(String, Int64)])
  func reads(text: String, milliseconds: Int64) {
    #expect(UTCTimestamp(text)?.milliseconds == milliseconds)
  }

  @Test(
    "Anything else is no date",
    arguments: [
      "", "2025", "2025-1-1", "2025-13-01", "2025-02-29", "2025-00-10", "2025-01-01Z", "2025-01-01T24:00",
      "2025-01-01T1:00", "2025-01-01T00:60", "2025-01-01 00:00", "2025-01-01T00:00+01:00", "soon", "+025-01-01",
    ])
  func refuses(text: String) {
    #expect(UTCTimestamp(text) == nil)
  }

  @Test("Every day of two centuries is written and read back")
  func roundTrip() {
    for day in stride(from: -36_525, through: 36_525, by: 1) {
      let stamp = UTCTimestamp(Int64(day) * 86_400_000)
      #expect(UTCTimestamp(stamp.day) == stamp)
    }
    #expect(UTCTimestamp(-1).description == "1969-12-31T23:59Z")
    #expect(UTCTimestamp(1_753_570_800_000).description == "2025-07-26T23:00Z")
  }
}
