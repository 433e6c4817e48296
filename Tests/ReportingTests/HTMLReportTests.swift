import Accounting
import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Report page")
struct HTMLReportTests {
  @Test("The page is well-formed and every tag is closed")
  func wellFormed() {
    let parser = XMLParser(data: Data(HTMLReport.render(SampleReport().make()).utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError)) at line \(parser.lineNumber)")
  }

  @Test("Text of the input cannot become markup")
  func escapes() {
    var input = SampleReport(tradeCount: 3).make()
    input.title = "<script>alert('x')</script> & \u{1} more"
    input.notes = ["a < b && \"c\""]
    input.scorecards[0].name = "<b>agent</b>"
    input.curves[0].name = "<i>agent</i>"
    input.trades[0].symbol = "A&B<C>"
    input.settings = [.init(key: "<key>", value: "'\"&")]
    input.learningCurves[0].lines[0].name = "</svg>"
    let page = HTMLReport.render(input)
    for raw in ["<script>alert", "<b>agent", "<i>agent", "A&B", "<key>", "a < b &&", "\u{1}"] {
      #expect(!page.contains(raw), "found \(raw)")
    }
    #expect(page.contains("a &lt; b &amp;&amp; &quot;c&quot;"))
    #expect(XMLParser(data: Data(page.utf8)).parse())
  }

  @Test("Generated data is named above everything else, recorded data has no such banner")
  func synthetic() throws {
    var input = SampleReport(tradeCount: 3).make()
    let page = HTMLReport.render(input)
    let banner = try #require(page.range(of: "class=\"banner\">Synthetic data"))
    #expect(try banner.lowerBound < #require(page.range(of: "<h1>")).lowerBound)
    #expect(page.contains("<title>Funding arbitrage, full preset, synthetic data, seed 1</title>"))
    input.origin = .recorded(detail: "market")
    let recorded = HTMLReport.render(input)
    #expect(!recorded.contains("class=\"banner\"") && recorded.contains("recorded data, market"))
  }

  @Test("A loss is stated as a loss, with the better baseline")
  func loss() {
    let page = HTMLReport.render(SampleReport(fundingPerTrade: 0).make())
    #expect(page.contains("class=\"verdict lost\"><p>Lost "))
    #expect(page.contains("The best baseline, no trade (0.00 %), did better by"))
  }

  @Test("The page refers to nothing outside of itself")
  func selfContained() {
    let page = HTMLReport.render(SampleReport().make())
    for reference in ["http:", "https:", "src=", "href=", "url(", "@import", "fetch("] {
      #expect(!page.contains(reference), "found \(reference)")
    }
  }

  @Test("Equal inputs give equal pages, other inputs other pages")
  func deterministic() {
    let page = HTMLReport.render(SampleReport().make())
    #expect(page == HTMLReport.render(SampleReport().make()))
    #expect(page != HTMLReport.render(SampleReport(seed: 2).make()))
  }

  @Test("All parts are on the page, and bars and lines carry a tooltip")
  func parts() {
    let page = HTMLReport.render(SampleReport().make())
    for heading in [
      "Scorecard", "Equity and drawdown", "Where the profit came from", "Trades", "Learning", "Notes", "Configuration",
      "Definitions of the metrics",
    ] {
      #expect(page.contains("<h2>\(heading)</h2>"), "\(heading)")
    }
    for metric in MetricDefinition.all { #expect(page.contains(">\(metric.heading)</th>"), "\(metric.heading)") }
    #expect(page.components(separatedBy: "<rect class=\"bar ").count - 1 == 60)
    #expect(page.contains("net -") && page.contains("USD, ended by stop-loss"))
    #expect(page.contains("<summary>All 60 positions, in time order</summary>"))
    #expect(page.contains("@media(prefers-color-scheme:dark)") && page.contains("name=\"viewport\""))
  }

  @Test("A run without trades, curves or training still gives a page")
  func empty() {
    let input = ReportInput(
      title: "Empty", origin: .recorded(detail: "market"), initialCash: 1, scorecards: [],
      learningCurves: [LearningCurve(title: "Loss", lines: [.init(name: "a", x: [1], y: [.nan])])])
    let page = HTMLReport.render(input)
    #expect(page.contains("No agent was measured.") && !page.contains("nan"))
    #expect(XMLParser(data: Data(page.utf8)).parse())
    #expect(HTMLReport.render(SampleReport(tradeCount: 0).make()).contains("No position was closed."))
  }

  @Test("A long run stays below one megabyte and says what it leaves out")
  func size() {
    var input = SampleReport(tradeCount: 60).make()
    let template = input.trades
    input.trades = (1...3000).map { index in
      var trade = template[index % template.count]
      trade.position = index
      return trade
    }
    let start = SampleReport.start
    for curve in input.curves.indices {
      input.curves[curve].points = (0..<20_000).map { hour in
        let value = 10_000 + Double((hour * 7919) % 1000)
        return EquityPoint(
          timestamp: start + Int64(hour) * 3_600_000, cash: value, equity: value, marginUsed: 0, positions: 0)
      }
    }
    let page = HTMLReport.render(input)
    #expect(page.utf8.count < 1_000_000)
    #expect(page.contains("1200 of 3000 positions") && page.contains("The 800 largest of all 3000 positions"))
  }
}
