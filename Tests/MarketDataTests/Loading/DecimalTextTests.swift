import Randomness
import Testing

@testable import MarketData

@Suite("Reading decimal numbers")
struct DecimalTextTests {
  private func number(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { DecimalText.number($0, 0..<$0.count) }
  }

  @Test("Every shortest decimal reads back to the same bits")
  func roundTrip() {
    var random = RandomStream(seed: 1)
    for _ in 0..<5000 {
      let bits = Double(bitPattern: random.next())
      let value = bits.isFinite ? bits : 1.5
      #expect(number("\(value)")?.bitPattern == value.bitPattern)
      let price = (random.uniform(in: 0..<1_000_000) * 1e5).rounded() / 1e5
      #expect(number("\(price)") == price)
    }
  }

  @Test(
    "Common spellings are read",
    arguments: [
      ("58941.9", 58941.9), ("-3.432e-05", -3.432e-05), ("1.25E-5", 1.25e-5), ("+7", 7), (".5", 0.5), ("5.", 5),
      ("0", 0), ("9007199254740993", 9_007_199_254_740_992), ("123456789012345678901234567890", 1.2345678901234568e29),
    ])
  func spellings(text: String, value: Double) {
    #expect(number(text) == value)
  }

  @Test(
    "Anything else is refused",
    arguments: ["", "-", ".", "nan", "inf", "1e", "1e+", "e5", "1.2.3", "0x10", " 1", "1 ", "1,5", "1e400", "--1"])
  func junk(text: String) {
    #expect(number(text) == nil)
  }
}
