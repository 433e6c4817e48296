import Accounting

/// Findings from further runs of the same policy and of others.
extension LuckFinding {
  static func shuffledSignal(_ evidence: LuckEvidence) -> LuckFinding {
    guard let profits = evidence.shuffledSignalProfits, let best = profits.max() else {
      return missing(.shuffledSignal, "No placebo with a shuffled signal was run.")
    }
    let reached = profits.count { $0 >= evidence.netProfit }
    let value = Double(1 + reached) / Double(1 + profits.count)
    let limit = LuckRules.maximumShuffledPValue
    let status: Status = value <= limit ? .passed : reached == 0 ? .weak : .failed
    var sentence =
      "With a shuffled signal \(reached) of \(runs(profits.count)) earned as much as the result (p-value \(small(value)), at "
      + "most \(number(limit)) is asked for); the best of them earned \(money(best))."
    if status == .weak { sentence += " So few runs cannot give a smaller p-value." }
    return LuckFinding(check: .shuffledSignal, status: status, sentence: sentence)
  }

  static func laggedSignal(_ evidence: LuckEvidence) -> LuckFinding {
    guard let lagged = evidence.laggedSignal else {
      return missing(.laggedSignal, "No placebo with a lagged signal was run.")
    }
    let isFailed = lagged.netProfit >= LuckRules.maximumLaggedShare * evidence.netProfit
    return LuckFinding(
      check: .laggedSignal, status: isFailed ? .failed : .passed,
      sentence:
        "With a signal that is \(lagged.bars) bars late the net profit is \(money(lagged.netProfit)) instead of "
        + "\(money(evidence.netProfit))"
        + (isFailed ? ": what it earns does not come from when it acts." : "."))
  }

  static func doubledCosts(_ profit: Double?) -> LuckFinding {
    guard let profit else { return missing(.doubledCosts, "No run with doubled costs was made.") }
    return LuckFinding(
      check: .doubledCosts, status: profit > LuckRules.minimumDoubledCostProfit ? .passed : .failed,
      sentence: "With all costs doubled the net profit is \(money(profit)).")
  }

  static func baselines(_ evidence: LuckEvidence) -> LuckFinding {
    guard let baselines = evidence.baselines, let best = baselines.max(by: { $0.netProfit < $1.netProfit }) else {
      return missing(.baselines, "The result was compared with no baseline.")
    }
    let isBeaten = best.netProfit >= evidence.netProfit
    return LuckFinding(
      // Who earns less than a simple policy may still have earned it by skill.
      check: .baselines, status: isBeaten ? .weak : .passed,
      sentence:
        "The best of \(baselines.count == 1 ? "1 baseline" : "\(baselines.count) baselines"), \(best.name), earned "
        + "\(money(best.netProfit)) over the same bars"
        + (isBeaten
          ? ", which is no less than the result: a simpler policy would have done." : ", less than the result."))
  }

  private static func runs(_ count: Int) -> String { count == 1 ? "1 run" : "\(count) runs" }
}
