import Accounting
import TextFormats

/// Bars in rows along a horizontal axis: trades by symbol, the periods of folds, the lives of a population's members.
struct LaneChart {
  /// A bar from one place to another.
  struct Bar {
    /// The row, 0 for the first.
    let lane: Int
    let start: Double
    let end: Double
    /// The class of its colour.
    let style: String
    /// Opacity, 0…1; `nil` for that of the class.
    var opacity: Double?
    let tooltip: String
  }

  let title: String
  let unit: String
  let axis: HorizontalAxis
  let domain: ClosedRange<Double>
  /// The names of the rows.
  let lanes: [String]
  let bars: [Bar]
  /// Legend entries as markup.
  let legend: [String]
  var note = ""

  static let laneHeight = 22.0
  private static let margin = 4.0

  /// The horizontal scale, for drawings over the bars.
  var scale: LinearScale { LinearScale(domain: domain, start: 0, end: PlotFrame.width) }

  /// The vertical place of the middle of a row.
  static func middle(of lane: Int) -> Double { (Double(lane) + 0.5) * laneHeight }

  /// The figure as markup, with SVG of the caller in front of the bars.
  func render(overlay: String = "") -> String {
    let x = scale
    let ticks = axis.ticks(in: domain, count: 9)
    let lines = lanes.indices.map { lane in
      let place = PlotFrame.coordinate(Self.middle(of: lane))
      return "<line class=\"g\" x1=\"0\" x2=\"\(Int(PlotFrame.width))\" y1=\"\(place)\" y2=\"\(place)\"/>"
    }
    let frame = PlotFrame(
      title: title, unit: unit, legend: legend,
      horizontalLabels: zip(ticks.values, ticks.labels).map {
        .init(place: x.position(of: $0) / PlotFrame.width, text: $1)
      },
      verticalLabels: lanes.enumerated().map { lane, name in
        .init(place: (Double(lane) + 0.5) / Double(lanes.count), text: name)
      },
      horizontalTitle: axis.title, height: Double(lanes.count) * Self.laneHeight, note: note)
    return frame.render(lines.joined() + bars.map { draw($0, x: x) }.joined() + overlay)
  }

  private func draw(_ bar: Bar, x: LinearScale) -> String {
    let start = x.position(of: bar.start)
    let end = x.position(of: bar.end)
    let opacity: [Markup.Attribute] = bar.opacity.map { [("opacity", NumberText.fixed($0, decimals: 2))] } ?? []
    return Markup.element(
      "rect",
      [
        ("class", "bar \(bar.style)"), ("x", PlotFrame.coordinate(start)),
        ("y", PlotFrame.coordinate(Double(bar.lane) * Self.laneHeight + Self.margin)),
        ("width", PlotFrame.coordinate(max(end - start, 0.5))),
        ("height", PlotFrame.coordinate(Self.laneHeight - 2 * Self.margin)),
      ] + opacity, Markup.text("title", [], bar.tooltip))
  }

  /// A legend entry with a bar as its sample.
  static func legendEntry(style: String, name: String) -> String {
    PlotFrame.legendKey("<rect class=\"\(style)\" x=\"6\" y=\"1\" width=\"18\" height=\"8\"/>") + Markup.escape(name)
  }
}
