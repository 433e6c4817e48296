import Testing
import TextFormats

@Suite("Stamps at the edge of what a number holds")
struct UTCTimestampEdgeTests {
  @Test("Every stamp has a text", arguments: [Int64.min, .min + 1, -1, 0, .max - 1, .max])
  func text(_ milliseconds: Int64) {
    #expect(UTCTimestamp(milliseconds).description.hasSuffix("Z"))
  }

  @Test("The year 0 begins where it should")
  func yearZero() {
    #expect(UTCTimestamp(-62_167_219_200_000).day == "0000-01-01")
    #expect(UTCTimestamp(-62_167_219_200_000 - 60_000).description.hasSuffix("-12-31T23:59Z"))
  }
}
