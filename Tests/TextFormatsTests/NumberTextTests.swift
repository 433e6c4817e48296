import Testing
import TextFormats

@Suite struct NumberTextTests {
  @Test func `numbers have fixed decimals and no negative zero`() {
    #expect(NumberText.fixed(-0.001, decimals: 2) == "0.00")
    #expect(NumberText.fixed(-0.006, decimals: 2) == "-0.01")
    #expect(NumberText.fixed(12.345, decimals: 0) == "12")
  }

  @Test func `what is undefined is a dash`() {
    #expect(NumberText.fixed(nil, decimals: 2) == "–")
    #expect(NumberText.fixed(.infinity, decimals: 2) == "–")
    #expect(NumberText.signed(.nan, decimals: 2) == "–")
  }

  @Test func `signs stand before numbers of both signs`() {
    #expect(NumberText.signed(1.25, decimals: 1) == "+1.2")
    #expect(NumberText.signed(-1.25, decimals: 2) == "-1.25")
    #expect(NumberText.signed(-0.001, decimals: 2) == "+0.00")
  }

  @Test func `whole numbers stand in groups of three`() {
    #expect(
      [0, 12, 999, 1000, -1_234_567].map { NumberText.grouped($0) } == ["0", "12", "999", "1 000", "-1 234 567"])
    #expect(NumberText.grouped(1_234_567, separator: ",") == "1,234,567")
    #expect(NumberText.grouped(.min, separator: "") == "\(Int.min)")
  }

  @Test func `bytes have the unit that fits`() {
    #expect([0, 1023, 1024, 1_300_000_000].map(NumberText.bytes) == ["0 B", "1023 B", "1.0 KiB", "1.2 GiB"])
  }

  @Test func `shares are percentages`() {
    #expect(NumberText.percent(0.125, decimals: 1) == "12.5 %")
    #expect(NumberText.percent(nil, decimals: 1) == "– %")
  }
}
