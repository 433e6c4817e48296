import Accounting
import Testing

@Suite("Returns, Sharpe and Sortino")
struct ReturnSeriesTests {
  @Test("Sharpe of four returns agrees with the hand calculation")
  func sharpeByHand() throws {
    // Mean 0.01; deviations 0, 0.02, −0.03, 0.01: squares sum to 0.0014, over 3 is 0.000466…
    let series = ReturnSeries(values: [0.01, 0.03, -0.02, 0.02])
    let sharpe = try #require(series.sharpe)
    #expect(abs(sharpe - 0.01 / (0.0014 / 3).squareRoot() * 8760.0.squareRoot()) < 1e-9)
    #expect(abs(sharpe - 43.3260) < 1e-3)
  }

  @Test("Sortino of four returns counts all hours in the downside deviation")
  func sortinoByHand() throws {
    // Downside deviation √(0.0004 / 4) = 0.01, so the hourly ratio is 1.
    let series = ReturnSeries(values: [0.01, 0.03, -0.02, 0.02])
    #expect(abs(try #require(series.sortino) - 8760.0.squareRoot()) < 1e-9)
  }

  @Test("Ratios without variance, without losses or without hours are undefined")
  func undefined() {
    #expect(ReturnSeries(values: [0, 0, 0]).sharpe == nil)
    #expect(ReturnSeries(values: [0.01, 0.02]).sortino == nil)
    #expect(ReturnSeries(values: [0.01]).sharpe == nil)
    #expect(ReturnSeries(values: []).sortino == nil)
    let compounded = (0..<50).map { 10_000 * (0..<$0).reduce(1.0) { growth, _ in growth * 1.001 } }
    let constant = ReturnSeries(initialCash: 10_000, equity: TestRecords.curve(compounded))
    #expect(constant.sharpe == nil, "rounding of constant returns must not pass for variance")
  }

  @Test("The product of the returns is final equity over initial cash, with costs of the first stamp")
  func product() {
    let series = ReturnSeries(initialCash: 1000, equity: TestRecords.curve([990, 1010, 1005]))
    #expect(series.values.count == 2)
    #expect(abs(series.values.reduce(1) { $0 * (1 + $1) } - 1.005) < 1e-12)
  }

  @Test("Annualisation follows the true count of bars")
  func barCount() {
    let hourly = ReturnSeries(initialCash: 1, equity: TestRecords.curve([1, 1, 1]))
    #expect(hourly.periodsPerYear == 8760)
    let twoHourly = TestRecords.curve([1, 1, 1, 1, 1]).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    #expect(ReturnSeries(initialCash: 1, equity: twoHourly).periodsPerYear == 4380)
  }

  @Test("Returns end where equity is used up")
  func ruin() {
    #expect(ReturnSeries(initialCash: 10, equity: TestRecords.curve([10, 5, 0, 3])).values == [-0.5, -1])
  }

  @Test("Returns compound to longer bars that end with the last one")
  func compounding() {
    let series = ReturnSeries(values: [9, 0.1, 0.2, -0.5, 1]).compounded(over: 2)
    #expect(series.values.count == 2 && series.periodsPerYear == 4380)
    #expect(abs(series.values[0] - 0.32) < 1e-12 && abs(series.values[1]) < 1e-12)
    #expect(ReturnSeries(values: [0.1, 0.2]).compounded(over: 3).values.isEmpty)
  }
}
