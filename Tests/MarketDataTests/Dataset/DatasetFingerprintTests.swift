import MarketData
import Testing

@Suite("Fingerprints of data")
struct DatasetFingerprintTests {
  private func fingerprint(
    venue: String = "alpha", start: Int64 = 0, close: Double = 2, rate: Double = .nan, isImputed: Bool = false
  ) -> String {
    let series = InstrumentSeries(
      venue: 0, symbol: 0, open: [1, 1], high: [2, 2], low: [1, 1], close: [2, close], volume: [1, 1],
      settledRate: [rate, 0], intervalHours: [8, 8], isImputed: [false, isImputed])
    return MarketDataset(
      venues: [venue], symbols: ["AUSDT"], start: start, barCount: 2, instruments: [series],
      origin: .synthetic(seed: 1)
    ).fingerprint
  }

  @Test("Equal data has equal fingerprints of sixteen digits")
  func equal() {
    #expect(fingerprint() == fingerprint())
    #expect(fingerprint().count == 16)
    #expect(fingerprint(rate: .nan) == fingerprint(rate: -.nan), "all missing values are one value")
  }

  @Test("One changed bit anywhere changes the fingerprint")
  func bits() {
    var seen: Set = [fingerprint()]
    for bit in 0..<64 where bit != 62 {  // with bit 62 the value 2 becomes 0
      let close = Double(bitPattern: 2.0.bitPattern ^ (1 << UInt64(bit)))
      #expect(seen.insert(fingerprint(close: close)).inserted)
    }
    #expect(seen.insert(fingerprint(venue: "alphb")).inserted)
    #expect(seen.insert(fingerprint(start: 3_600_000)).inserted)
    #expect(seen.insert(fingerprint(rate: 0)).inserted)
    #expect(seen.insert(fingerprint(isImputed: true)).inserted)
  }
}
