import Accounting
import Testing

@testable import Reporting

@Suite("Charts")
struct ChartTests {
  @Test("Number ticks are round, lie in the domain and carry as many decimals as the step needs")
  func numberTicks() {
    #expect(AxisTicks.numbers(in: 0...100, count: 5).labels == ["0", "20", "40", "60", "80", "100"])
    #expect(AxisTicks.numbers(in: 9_990...10_048, count: 3).labels == ["10,000", "10,020", "10,040"])
    #expect(AxisTicks.numbers(in: -0.12...0.11, count: 4).labels == ["-0.1", "0.0", "0.1"])
    #expect(AxisTicks.numbers(in: 0.001...0.0042, count: 4).labels == ["0.001", "0.002", "0.003", "0.004"])
    #expect(AxisTicks.numbers(in: 1...1, count: 4).values.isEmpty)
    for width in [0.003, 0.7, 9.0, 123.0, 4e6] {
      let ticks = AxisTicks.numbers(in: -width...width, count: 5)
      #expect((2...8).contains(ticks.values.count) && ticks.values.allSatisfy { abs($0) <= width * 1.000001 })
      #expect(Set(ticks.labels).count == ticks.labels.count, "labels \(ticks.labels) must differ")
    }
  }

  @Test("Marks of counted things are whole, marks of a logarithmic axis are round")
  func specialTicks() {
    #expect(AxisTicks.numbers(in: 0...2, count: 6, smallestStep: 1).labels == ["0", "1", "2"])
    #expect(AxisTicks.powers(in: -5.2 ... -2.9).labels == ["1e-5", "0.0001", "0.001"])
    #expect(AxisTicks.powers(in: -2.1 ... -0.9).labels == ["0.01", "0.02", "0.05", "0.1"])
    #expect(AxisTicks.powers(in: 0...0.3).labels == ["1", "1.2", "1.4", "1.6", "1.8"])
    #expect(AxisTicks.powers(in: -12...12).values.count <= 8)
  }

  @Test("A logarithmic axis gives every decade the same height")
  func logarithmicAxis() {
    let axis = ValueAxis(range: 1e-5...1e-1, isLogarithmic: true, height: 110)
    #expect(abs(axis.position(of: 1e-1) - 5) < 1e-9 && abs(axis.position(of: 1e-5) - 105) < 1e-9)
    #expect(abs(axis.position(of: 1e-3) - 55) < 1e-9)
  }

  @Test("Three digits are kept of values of any size")
  func significantDigits() {
    #expect(
      [0.0003, 1.25e-5, 0.98765, 12, 12_345, 2_500_000, -0.5, 0, .nan, 9.9999e-5].map(AxisText.significant)
        == ["0.0003", "1.25e-5", "0.988", "12", "12,345", "2.5e6", "-0.5", "0", "–", "0.0001"])
  }

  @Test("Time ticks fall on round hours, days and months in UTC")
  func timeTicks() {
    let start = 1_761_091_200_000.0  // 2025-10-22 00:00
    let day = 86_400_000.0
    let oneDay = AxisTicks.times(in: start...(start + day), count: 5).labels
    #expect(oneDay == ["22 Oct", "06:00", "12:00", "18:00", "23 Oct"])
    let threeDays = AxisTicks.times(in: start...(start + 3 * day), count: 4).labels
    #expect(threeDays == ["22 Oct", "23 Oct", "24 Oct", "25 Oct"])
    let months = AxisTicks.times(in: start...(start + 800 * day), count: 9).labels
    #expect(months.first == "Jan 2026" && months.count <= 9)
  }

  @Test("Numbers are grouped by thousands")
  func grouping() {
    #expect(AxisText.number(-1_234_567.891, decimals: 2) == "-1,234,567.89")
    #expect(AxisText.number(999, decimals: 0) == "999")
    #expect(AxisText.number(-0.001, decimals: 2) == "0.00")
  }

  @Test("A scale maps ends to ends, and an empty domain gets air")
  func scale() {
    let scale = LinearScale(domain: 10...20, start: 100, end: 0)
    #expect(scale.position(of: 10) == 100 && scale.position(of: 20) == 0 && scale.position(of: 12.5) == 75)
    let flat = LinearScale.paddedDomain(10_000...10_000)
    #expect(flat.lowerBound == 9_900 && flat.upperBound == 10_100)
  }

  @Test("Thinning out keeps ends, order and every extreme")
  func downsampling() {
    let points = (0..<10_000).map { (index: Int) -> ChartPoint in
      ChartPoint(x: Double(index), y: index == 4321 ? 99 : Double((index * 7919) % 13))
    }
    let thinned = Downsampling.extremes(of: points, buckets: 100)
    #expect(thinned.count <= 202)
    #expect(thinned.first == points.first && thinned.last == points.last)
    #expect(thinned.contains { $0.y == 99 })
    #expect(zip(thinned, thinned.dropFirst()).allSatisfy { $0.x < $1.x })
    #expect(Downsampling.extremes(of: Array(points.prefix(50)), buckets: 100).count == 50)
  }

  @Test("A line far away does not flatten the main line, a near one is shown whole")
  func focus() {
    func line(_ low: Double, _ high: Double) -> ChartLine {
      ChartLine(name: "line", style: 0, points: [ChartPoint(x: 0, y: low), ChartPoint(x: 1, y: high)])
    }
    #expect(ValueFocus.range(main: [line(0, 10)], others: [line(-5, 12), line(0, 1000)]) == -5...12)
    #expect(ValueFocus.range(main: [line(3, 3)], others: [line(0, 1000)]) == 0...1000)
    #expect(ValueFocus.range(main: [], others: []) == 0...1)
  }

  @Test("A line that is cut says where it ends")
  func cutLine() {
    let points = [ChartPoint(x: 0, y: 0), ChartPoint(x: 1, y: 50)]
    let chart = LineChart(
      title: "Equity", unit: "USD", axis: .time, decimals: 1,
      lines: [ChartLine(name: "ceiling", style: 5, points: points)], valueRange: 0...10)
    #expect(chart.render().contains("(leaves the chart, ends at 50.0)"))
  }

  @Test("The value at a place is the last one known there")
  func lookup() {
    let line = ChartLine(name: "a", style: 0, points: [ChartPoint(x: 1, y: 10), ChartPoint(x: 3, y: 30)])
    #expect([0.5, 1, 2.9, 9].map(line.value) == [nil, 10, 10, 30])
  }

  @Test("The decomposition ends at the parts of the whole ledger")
  func decomposition() throws {
    let ledger = SampleReport().make().ledger
    let history = DecompositionSection.cumulative(ledger)
    #expect(try #require(history.last).parts == ProfitParts(of: ledger))
    #expect(zip(history, history.dropFirst()).allSatisfy { $0.timestamp < $1.timestamp })
  }
}
