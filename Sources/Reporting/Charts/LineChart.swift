/// Lines over time or over progress.
struct LineChart {
  /// Height of the drawing, pixels.
  var height = 280.0
  let title: String
  let unit: String
  let axis: HorizontalAxis
  /// Decimals of the values in tooltips; `nil` for three significant digits.
  let decimals: Int?
  /// The lines; the first is drawn in front.
  let lines: [ChartLine]
  /// The values to show; lines that leave them are cut, and the legend says so.
  let valueRange: ClosedRange<Double>
  /// Whether the values run along a logarithmic axis; all of them must then be positive.
  var isLogarithmic = false
  /// Legend entries, markup, after those of the lines.
  var furtherLegend: [String] = []
  var note = ""
  /// Stretches of the horizontal axis of which a line shows its lowest and highest value.
  var buckets = 500
  /// Bands with a tooltip.
  var tooltips = 96

  /// The figure as markup; empty if no line has a point.
  func render() -> String {
    let ends = lines.flatMap { [$0.points.first?.x, $0.points.last?.x].compactMap { $0 } }
    guard let start = ends.min(), let end = ends.max() else { return "" }
    let domain = start < end ? start...end : (start - 0.5)...(end + 0.5)
    let x = LinearScale(domain: domain, start: 0, end: PlotFrame.width)
    let y = ValueAxis(range: valueRange, isLogarithmic: isLogarithmic, height: height)
    let valueTicks = y.ticks()
    let placeTicks = axis.ticks(in: domain, count: horizontalTickCount)
    let frame = PlotFrame(
      title: title, unit: unit, legend: lines.filter(\.isListed).map(legendEntry) + furtherLegend,
      horizontalLabels: zip(placeTicks.values, placeTicks.labels).map {
        .init(place: x.position(of: $0) / PlotFrame.width, text: $1)
      },
      verticalLabels: zip(valueTicks.values, valueTicks.labels).map {
        .init(place: y.position(of: $0) / height, text: $1)
      },
      horizontalTitle: axis.title, height: height, note: note)
    let paths = lines.reversed().map { path($0, x: x, y: y) }.joined()
    return frame.render(grid(valueTicks, y: y) + paths + hoverBands(x: x))
  }

  private func grid(_ ticks: AxisTicks, y: ValueAxis) -> String {
    ticks.values.map { value in
      let place = PlotFrame.coordinate(y.position(of: value))
      let style = value == 0 ? "zero" : "g"
      return "<line class=\"\(style)\" x1=\"0\" x2=\"\(Int(PlotFrame.width))\" y1=\"\(place)\" y2=\"\(place)\"/>"
    }.joined()
  }

  private func path(_ line: ChartLine, x: LinearScale, y: ValueAxis) -> String {
    var commands = ""
    for (index, point) in Downsampling.extremes(of: line.points, buckets: buckets).enumerated() {
      let across = PlotFrame.coordinate(x.position(of: point.x))
      let down = PlotFrame.coordinate(y.position(of: point.y))
      if index == 0 {
        commands = "M\(across) \(down)"
      } else {
        commands += line.isStepped ? "H\(across)V\(down)" : "L\(across) \(down)"
      }
    }
    return Markup.element(
      "path", [("class", "s\(line.style)"), ("d", commands)], Markup.text("title", [], line.name))
  }

  /// Invisible bands whose tooltip shows the values of all lines at that place.
  private func hoverBands(x: LinearScale) -> String {
    let width = PlotFrame.width / Double(tooltips)
    return (0..<tooltips).map { index in
      let share = (Double(index) + 0.5) / Double(tooltips)
      let place = x.domain.lowerBound + share * (x.domain.upperBound - x.domain.lowerBound)
      let values = lines.compactMap { line in
        line.value(at: place).map { "\(line.name): \(text(of: $0))" }
      }
      let tooltip = ([axis.text(of: place)] + values).joined(separator: "\n")
      return Markup.element(
        "rect",
        [
          ("class", "h"), ("x", PlotFrame.coordinate(Double(index) * width)), ("y", "0"),
          ("width", PlotFrame.coordinate(width)), ("height", "\(Int(height))"),
        ], Markup.text("title", [], tooltip))
    }.joined()
  }

  private func legendEntry(_ line: ChartLine) -> String {
    let key = "<line class=\"s\(line.style)\" x1=\"0\" x2=\"30\" y1=\"5\" y2=\"5\"/>"
    return PlotFrame.legendKey(key) + Markup.escape(line.name) + remark(on: line)
  }

  /// Says where a line ends that is cut.
  private func remark(on line: ChartLine) -> String {
    guard let range = line.range, let last = line.points.last else { return " " + Markup.text("span", [], "(no data)") }
    guard range.lowerBound < valueRange.lowerBound || range.upperBound > valueRange.upperBound else { return "" }
    return " " + Markup.text("span", [], "(leaves the chart, ends at \(text(of: last.y)))")
  }

  private func text(of value: Double) -> String {
    decimals.map { AxisText.number(value, decimals: $0) } ?? AxisText.significant(value)
  }

  private var horizontalTickCount: Int {
    switch axis {
    case .time: 9
    case .number: 4
    case .count: 6
    }
  }
}
