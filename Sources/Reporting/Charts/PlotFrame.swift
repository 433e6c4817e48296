/// The frame around a drawing: heading, legend, axes.
///
/// Labels are HTML beside a stretched SVG, so that text keeps its size on every screen while the drawing fills the
/// width.
struct PlotFrame {
  /// Width of the drawing in its own units; it is stretched to the width of the page.
  static let width = 1000.0

  /// A label at a place of an axis.
  struct Label {
    /// Distance from the left or the top, 0…1.
    let place: Double
    let text: String
  }

  let title: String
  let unit: String
  /// Legend entries as markup.
  var legend: [String] = []
  let horizontalLabels: [Label]
  let verticalLabels: [Label]
  /// What runs along the horizontal axis.
  let horizontalTitle: String
  /// Height of the drawing, its own units and pixels.
  let height: Double
  var note = ""

  /// The whole figure.
  ///
  /// - Parameter drawing: The content of the SVG element.
  /// - Returns: HTML.
  func render(_ drawing: String) -> String {
    let caption = Markup.escape(title) + (unit.isEmpty ? "" : " " + Markup.text("span", [], unit))
    let items = legend.map { Markup.element("li", [], $0) }.joined()
    let gutter = (verticalLabels.map(\.text.count).max() ?? 0) + 2
    let svg = Markup.element(
      "svg",
      [
        ("viewBox", "0 0 \(Int(Self.width)) \(Int(height))"), ("preserveAspectRatio", "none"), ("role", "img"),
        ("aria-label", title),
      ], drawing)
    let vertical = verticalLabels.map { label in
      Markup.text("span", [("style", "top:\(Self.percent(label.place))")], label.text)
    }
    let isCrowded = horizontalLabels.count > 5
    let horizontal = horizontalLabels.enumerated().map { index, label in
      Markup.text(
        "span",
        [("style", "left:\(Self.percent(label.place))")] + (isCrowded && index % 2 == 1 ? [("class", "o")] : []),
        label.text)
    }
    let plot = Markup.element(
      "div", [("class", "plot"), ("style", "--gutter:\(gutter)ch;--height:\(Int(height))px")],
      Markup.element("div", [("class", "y")], vertical.joined())
        + Markup.element("div", [("class", "area")], svg)
        + Markup.element("div", [("class", "x")], horizontal.joined()))
    return Markup.element(
      "figure", [],
      Markup.element("figcaption", [], caption)
        + (items.isEmpty ? "" : Markup.element("ul", [("class", "legend")], items)) + plot
        + Markup.text("p", [("class", "along")], horizontalTitle)
        + (note.isEmpty ? "" : Markup.text("p", [("class", "note")], note))) + "\n"
  }

  /// The sample of a line or a bar in front of a legend entry; the drawing is 30 wide and 10 high.
  static func legendKey(_ drawing: String) -> String {
    "<svg viewBox=\"0 0 30 10\" aria-hidden=\"true\">\(drawing)</svg>"
  }

  /// A drawing unit with at most one decimal.
  static func coordinate(_ value: Double) -> String {
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let whole = abs(tenths) / 10
    let rest = abs(tenths) % 10
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }

  private static func percent(_ share: Double) -> String { "\(coordinate(share * 100))%" }
}
