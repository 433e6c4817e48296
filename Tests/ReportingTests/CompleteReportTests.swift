import Accounting
import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Report page with population and walk-forward")
struct CompleteReportTests {
  @Test("The page is well-formed, refers to nothing outside, has the same bytes twice and stays below one megabyte")
  func page() {
    let page = HTMLReport.render(SampleReport().makeComplete())
    let parser = XMLParser(data: Data(page.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError)) at line \(parser.lineNumber)")
    for reference in ["http:", "https:", "src=", "href=", "url(", "@import"] { #expect(!page.contains(reference)) }
    #expect(page == HTMLReport.render(SampleReport().makeComplete()))
    #expect(page != HTMLReport.render(SampleReport(seed: 2).makeComplete()))
    #expect(page.utf8.count < 1_000_000 && !hasUndefinedNumber(page))
  }

  @Test("The verdict on luck stands above the verdict of the scorecard, with its reasons and its mood")
  func verdict() throws {
    var input = SampleReport(tradeCount: 3).makeComplete()
    let page = HTMLReport.render(input)
    let luck = try #require(page.range(of: "<div class=\"verdict luck\"><p>Not distinguishable from luck"))
    let card = try #require(page.range(of: "<div class=\"verdict \\w+\"><p>(Earned|Lost)", options: .regularExpression))
    #expect(luck.lowerBound < card.lowerBound)
    for reason in SampleReport.luckVerdict.reasons { #expect(page.contains("<li>\(reason)</li>")) }
    input.luckVerdict?.mood = .skill
    #expect(HTMLReport.render(input).contains("class=\"verdict luck gain\""))
    input.luckVerdict?.mood = .lost
    input.scorecards = []
    let alone = HTMLReport.render(input)
    #expect(alone.contains("class=\"verdict luck lost\"") && !alone.contains("No agent was measured."))
  }

  @Test("Every part is there only where there is input for it")
  func parts() {
    let headings = ["<h2>Population</h2>", "<h2>Walk-forward validation</h2>", "class=\"verdict luck"]
    let plain = HTMLReport.render(SampleReport(tradeCount: 3).make())
    let complete = HTMLReport.render(SampleReport(tradeCount: 3).makeComplete())
    for heading in headings { #expect(!plain.contains(heading) && complete.contains(heading), "\(heading)") }

    var input = SampleReport(tradeCount: 3).make()
    input.population = ReportedPopulation(hyperParameters: [], records: [])
    input.walkForward = WalkForwardResult(folds: [], initialCash: 1)
    let empty = HTMLReport.render(input)
    for heading in headings { #expect(!empty.contains(heading), "\(heading)") }

    let subheadings = [
      "How likely it is luck", "Under changed conditions", "Paths of the cross-validation",
      "Out of sample, all folds stitched", "Folds", "What the budget bought", "Final members",
      "Hyper-parameters over the generations",
    ]
    for title in subheadings {
      #expect(complete.contains("<h3>\(title)</h3>") && !empty.contains("<h3>\(title)</h3>"), "\(title)")
    }
    input.walkForward?.pathSharpes = [1]
    let paths = HTMLReport.render(input)
    #expect(paths.contains("<h3>Paths of the cross-validation</h3>") && !paths.contains("<h3>Folds</h3>"))
  }

  @Test("Text of population and folds cannot become markup")
  func escapes() {
    var input = SampleReport(tradeCount: 3).makeComplete()
    input.luckVerdict = .init(headline: "<b>headline", reasons: ["<b>reason"], mood: .lost)
    input.population?.hyperParameters[0].name = "<b>parameter"
    input.population?.fitnessUnit = "<b>unit"
    input.population?.strategies[0].name = "<b>strategy"
    input.walkForward?.folds[0].name = "<b>fold"
    input.walkForward?.folds[0].choice = "<b>choice"
    input.walkForward?.folds[0].baseline = "<b>baseline"
    input.walkForward?.stitched[0].name = "<b>curve"
    input.walkForward?.stresses[0].condition = .init(name: "<b>stress", explanation: "<b>explanation")
    input.walkForward?.statistics?.pValueTest = "<b>test"
    let page = HTMLReport.render(input)
    #expect(!page.contains("<b>"))
    for text in [
      "headline", "reason", "parameter", "unit", "strategy", "fold", "choice", "baseline", "curve", "stress",
      "explanation", "test",
    ] {
      #expect(page.contains("&lt;b&gt;\(text)"), "\(text)")
    }
    #expect(XMLParser(data: Data(page.utf8)).parse())
  }

  @Test("The strategies are compared with budget, best fitness and result, undefined where there was none")
  func strategies() {
    let page = HTMLReport.render(SampleReport(tradeCount: 3).makeComplete())
    #expect(page.contains("<td class=\"t\">random search</td><td>4,000,000</td><td>200</td><td>2.31</td>"))
    #expect(page.contains("<td class=\"bad\">-0.42</td>"))
    #expect(page.contains("<td>1.87</td><td>–</td>"))
  }

  @Test("Values that are not finite leave a gap and no trace of themselves")
  func undefinedValues() {
    var input = SampleReport(tradeCount: 3).makeComplete()
    for index in input.population?.records.indices ?? 0..<0 where index % 3 == 0 {
      input.population?.records[index].fitness = .nan
      input.population?.records[index].values = [0, .infinity]
    }
    input.walkForward?.pathSharpes = [.nan, 1]
    input.walkForward?.folds[0].netReturn = .nan
    let page = HTMLReport.render(input)
    #expect(!hasUndefinedNumber(page))
    #expect(XMLParser(data: Data(page.utf8)).parse())
  }

  /// Whether a value that is not finite was written as such.
  private func hasUndefinedNumber(_ page: String) -> Bool {
    page.range(of: "\\b(nan|inf|NaN)\\b", options: .regularExpression) != nil
  }
}
