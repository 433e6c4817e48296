import Accounting

/// The scorecards side by side.
enum ScorecardSection {
  static func render(_ scorecards: [NamedScorecard]) -> String {
    guard !scorecards.isEmpty else { return "" }
    let heads = scorecards.map { Markup.text("th", [("scope", "col")] + emphasis($0), columnTitle($0)) }.joined()
    let head = Markup.element("thead", [], Markup.element("tr", [], "<td></td>" + heads))
    let body = MetricDefinition.Section.allCases.map { part($0, of: scorecards) }.joined()
    let table = Markup.element("table", [("class", "score")], head + Markup.element("tbody", [], body))
    return Markup.element("div", [("class", "box")], table)
  }

  private static func part(_ section: MetricDefinition.Section, of scorecards: [NamedScorecard]) -> String {
    let title = Markup.text("th", [("scope", "colgroup")], section.rawValue)
    let rest = Markup.element("td", [("colspan", "\(scorecards.count)")], "")
    let rows = MetricDefinition.all.filter { $0.section == section }.map { metric in
      let cells = scorecards.map { Markup.text("td", emphasis($0), metric.text($0.scorecard)) }.joined()
      return Markup.element(
        "tr", [], Markup.text("th", [("scope", "row"), ("title", metric.definition)], metric.heading) + cells)
    }
    return Markup.element("tr", [("class", "part")], title + rest) + rows.joined(separator: "\n") + "\n"
  }

  private static func columnTitle(_ entry: NamedScorecard) -> String {
    entry.role == .ceiling ? "\(entry.name) (ceiling)" : entry.name
  }

  private static func emphasis(_ entry: NamedScorecard) -> [Markup.Attribute] {
    entry.role == .agent ? [("class", "a")] : []
  }
}
