import Accounting
import TextFormats
import Statistics

/// A histogram with its median, its quartiles and zero marked.
struct DistributionChart {
  let title: String
  let unit: String
  /// The values; those that are not finite are left out.
  let values: [Double]
  /// What one value is: `paths`.
  let counted: String
  var note = ""

  private static let height = 200.0

  /// The figure as markup; empty if no value is finite.
  func render() -> String {
    let sorted = values.filter(\.isFinite).sorted()
    guard let histogram = Histogram(of: values, bins: Self.bins(for: sorted.count)) else { return "" }
    let edges = histogram.domain
    // Zero is always on the chart: whether the values lie above it is what the reader wants to know.
    let domain = (min(edges.lowerBound, 0) - histogram.width / 2)...(max(edges.upperBound, 0) + histogram.width / 2)
    let x = LinearScale(domain: domain, start: 0, end: PlotFrame.width)
    let most = Double(histogram.counts.max() ?? 0)
    let y = LinearScale(domain: 0...(most * 1.1), start: Self.height, end: 0)
    let countTicks = AxisTicks.numbers(in: y.domain, count: 4, smallestStep: 1)
    let placeTicks = AxisTicks.numbers(in: domain, count: 6)
    let marks = marks(of: sorted)
    let frame = PlotFrame(
      title: title, unit: unit, legend: marks.map(legendEntry),
      horizontalLabels: zip(placeTicks.values, placeTicks.labels).map {
        .init(place: x.position(of: $0) / PlotFrame.width, text: $1)
      },
      verticalLabels: zip(countTicks.values, countTicks.labels).map {
        .init(place: y.position(of: $0) / Self.height, text: $1)
      },
      horizontalTitle: title, height: Self.height, note: note)
    let grid = countTicks.values.map { line("g", x: (0, PlotFrame.width), y: ($0, $0), scale: y) }
    let lines = marks.flatMap { mark in
      mark.values.map { value in
        let place = x.position(of: value)
        return line(mark.style, x: (place, place), y: (0, y.domain.upperBound), scale: y)
      }
    }
    return frame.render(grid.joined() + bars(histogram, x: x, y: y) + lines.joined())
  }

  /// About how many bins: twice the cube root of the count (Rice's rule), at least twelve.
  private static func bins(for count: Int) -> Int {
    var root = 1
    while root * root * root < count { root += 1 }
    return min(max(2 * root, 12), 40)
  }

  private func bars(_ histogram: Histogram, x: LinearScale, y: LinearScale) -> String {
    zip(histogram.edges, histogram.counts).filter { $1 > 0 }.map { edge, count in
      let start = x.position(of: edge)
      let end = x.position(of: edge + histogram.width)
      let top = y.position(of: Double(count))
      let range = "\(AxisText.significant(edge)) to \(AxisText.significant(edge + histogram.width))"
      return Markup.element(
        "rect",
        [
          ("class", "bin \(edge < -histogram.width / 2 ? "l" : "w")"), ("x", PlotFrame.coordinate(start)),
          ("y", PlotFrame.coordinate(top)), ("width", PlotFrame.coordinate(end - start)),
          ("height", PlotFrame.coordinate(Self.height - top)),
        ], Markup.text("title", [], "\(range): \(count) \(counted)"))
    }.joined()
  }

  private struct Mark {
    let name: String
    let style: String
    let values: [Double]
    let text: String
  }

  private func marks(of sorted: [Double]) -> [Mark] {
    let middle = Quantile.linear(0.5, ofSorted: sorted)
    let quartiles = [0.25, 0.75].map { Quantile.linear($0, ofSorted: sorted) }
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
    return [
      Mark(name: "median", style: "m0", values: [middle], text: text(middle)),
      Mark(name: "quartiles", style: "m1", values: quartiles, text: quartiles.map(text).joined(separator: " … ")),
      Mark(name: "zero", style: "m2", values: [0], text: ""),
    ]
  }

  private func legendEntry(_ mark: Mark) -> String {
    let key = "<line class=\"\(mark.style)\" x1=\"0\" x2=\"30\" y1=\"5\" y2=\"5\"/>"
    return PlotFrame.legendKey(key) + Markup.escape(mark.text.isEmpty ? mark.name : "\(mark.name) \(mark.text)")
  }

  private func line(_ style: String, x: (Double, Double), y: (Double, Double), scale: LinearScale) -> String {
    let places = [("x1", x.0), ("x2", x.1), ("y1", scale.position(of: y.0)), ("y2", scale.position(of: y.1))]
    return "<line class=\"\(style)\"" + places.map { " \($0)=\"\(PlotFrame.coordinate($1))\"" }.joined() + "/>"
  }
}
