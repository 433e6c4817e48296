import Accounting

/// The verdicts at the top of the page: on luck, where it was measured, then on the scorecard.
enum VerdictBox {
  static func render(_ input: ReportInput) -> String {
    guard let luck = input.luckVerdict else { return scorecard(input) }
    // Without scorecards the other verdict would only say that there are none.
    return self.luck(luck) + (input.scorecards.isEmpty ? "" : scorecard(input))
  }

  private static func luck(_ verdict: ReportInput.LuckVerdict) -> String {
    let mood =
      switch verdict.mood {
      case .skill: "verdict luck gain"
      case .undecided: "verdict luck"
      case .lost: "verdict luck lost"
      }
    let reasons = verdict.reasons.map { Markup.text("li", [], $0) }.joined()
    return Markup.element(
      "div", [("class", mood)],
      Markup.text("p", [], verdict.headline) + (reasons.isEmpty ? "" : Markup.element("ul", [], reasons)))
  }

  private static func scorecard(_ input: ReportInput) -> String {
    let verdict = ScorecardVerdict(scorecards: input.scorecards)
    let profit = input.scorecards.first { $0.role == .agent }?.scorecard.netProfit ?? 0
    let mood = profit > 0 ? "verdict gain" : profit < 0 ? "verdict lost" : "verdict"
    let sentences = ([verdict.headline] + verdict.remarks).map { Markup.text("p", [], $0) }.joined()
    return Markup.element("div", [("class", mood)], sentences)
  }
}
