import Accounting
import TextFormats

/// Turns a report into one self-contained HTML page.
///
/// The page needs no network: style, script and charts are inline. Equal inputs give equal bytes. Long curves are
/// thinned out by the lowest and highest value of each stretch and long tables are cut, so that the page stays below
/// 1 MB; the CSV files of the run hold everything.
public enum HTMLReport {
  /// The page; well-formed XML with every text escaped.
  ///
  /// - Precondition: `input.initialCash` > 0.
  /// - Complexity: O(points of all curves, ledger rows and trades).
  public static func render(_ input: ReportInput) -> String {
    precondition(input.initialCash > 0, "initialCash must be positive, was \(input.initialCash)")
    let sections = [
      header(input),
      section("Scorecard", ScorecardSection.render(input.scorecards)),
      section("Walk-forward validation", WalkForwardSection.render(input.walkForward)),
      section("Equity and drawdown", CurveSection.render(input.curves, initialCash: input.initialCash)),
      section("Where the profit came from", DecompositionSection.render(input)),
      section("Trades", TradesSection.render(input)),
      section("Population", PopulationSection.render(input.population)),
      section("Learning", LearningSection.render(input.learningCurves)),
      section("Notes", notes(input.notes)),
      section("Configuration", settings(input.settings)),
      section("Definitions of the metrics", definitions()),
    ]
    let head = """
      <meta charset="utf-8"/><meta name="viewport" content="width=device-width,initial-scale=1"/>
      \(Markup.text("title", [], "\(input.title), \(input.origin.label)"))
      <style>
      \(StyleSheet.text)</style>
      """
    return """
      <!DOCTYPE html>
      <html lang="en"><head>
      \(head)
      </head><body><main>
      \(sections.joined())</main><script>
      \(TableScript.text)</script></body></html>

      """
  }

  private static func header(_ input: ReportInput) -> String {
    let banner =
      input.origin.isSynthetic
      ? Markup.text(
        "p", [("class", "banner")],
        "Synthetic data: prices and funding rates were generated. Nothing here is a result on a real market.") : ""
    return banner + Markup.text("h1", [], input.title)
      + Markup.text("p", [("class", "origin")], origin(of: input))
      + VerdictBox.render(input) + "\n"
  }

  /// The data and the window: `synthetic data, seed 1 · 2025-10-22 to 2025-11-19 UTC`.
  private static func origin(of input: ReportInput) -> String {
    guard let card = (input.scorecards.first { $0.role == .agent } ?? input.scorecards.first)?.scorecard else {
      return input.origin.label
    }
    let start = UTCDate(timestamp: card.startTimestamp).text
    let end = UTCDate(timestamp: card.endTimestamp).text
    return "\(input.origin.label) · \(start) to \(end) UTC"
  }

  /// A part of the page with its heading; nothing if there is nothing to show.
  private static func section(_ title: String, _ content: String) -> String {
    content.isEmpty ? "" : Markup.element("section", [], Markup.text("h2", [], title) + "\n" + content) + "\n"
  }

  private static func notes(_ notes: [String]) -> String {
    notes.isEmpty ? "" : Markup.element("ul", [], notes.map { Markup.text("li", [], $0) }.joined())
  }

  private static func settings(_ settings: [ReportInput.Setting]) -> String {
    guard !settings.isEmpty else { return "" }
    let rows = settings.map { setting in
      let key = Markup.text("th", [("scope", "row")], setting.key)
      return Markup.element("tr", [], key + Markup.text("td", [("class", "t")], setting.value))
    }
    let table = Markup.element("table", [("class", "pairs")], Markup.element("tbody", [], rows.joined()))
    return Markup.element("div", [("class", "box")], table)
  }

  private static func definitions() -> String {
    let items = MetricDefinition.all.map { metric in
      Markup.text("dt", [], metric.heading) + Markup.text("dd", [], metric.definition)
    }
    let list = Markup.element("dl", [], items.joined())
    return Markup.element("details", [], Markup.text("summary", [], "Show all \(items.count) definitions") + list)
  }
}
