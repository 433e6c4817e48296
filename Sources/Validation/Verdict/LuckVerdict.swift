import Accounting
import TextFormats

/// A sentence on whether a result can be told from luck, with its reasons.
///
/// * Money lost: **lost money**, whatever else was found; nothing gained and nothing lost: **earned nothing**.
/// * Trained on hours after the tests: **not distinguishable from luck**, since that is no test in time.
/// * Any check of ``LuckFinding/Check`` failed, or a required one was not made: **not distinguishable from luck**.
/// * Otherwise **distinguishable from luck**; the headline names the checks that are weak and those that were not made.
///
/// The limits are those of ``LuckRules``.
public struct LuckVerdict: Codable, Sendable, Equatable {
  /// The verdicts.
  public enum Outcome: String, Codable, Sendable, CaseIterable {
    /// Less than nothing was earned out of sample.
    case lostMoney = "lost money"
    /// Nothing was earned and nothing was lost, as by a policy that never trades.
    case earnedNothing = "earned nothing"
    /// Luck explains the result well enough.
    case indistinguishable = "not distinguishable from luck"
    /// Luck explains it badly.
    case distinguishable = "distinguishable from luck"
  }

  /// The verdict.
  public let outcome: Outcome
  /// The verdict in a sentence: `not distinguishable from luck: DSR 0.41 with 200 trials`.
  public let headline: String
  /// One finding for each check, those that were not made included.
  public let findings: [LuckFinding]

  /// The findings as sentences.
  public var reasons: [String] { findings.map(\.sentence) }

  /// Weighs the evidence.
  public init(_ evidence: LuckEvidence) {
    let findings = LuckFinding.all(of: evidence)
    self.findings = findings
    let isDecided = findings.contains { finding in
      finding.status == .failed || (finding.check.isRequired && finding.status != .passed)
    }
    let isProfit = evidence.netProfit > 0
    outcome =
      evidence.netProfit == 0
      ? .earnedNothing
      : !isProfit ? .lostMoney : isDecided || evidence.trainsOnLaterHours ? .indistinguishable : .distinguishable

    func names(_ status: LuckFinding.Status, _ isIncluded: (LuckFinding.Check) -> Bool = { _ in true }) -> String {
      findings.filter { $0.status == status && isIncluded($0.check) }.map(\.check.rawValue).joined(separator: ", ")
    }
    var parts: [String] = []
    if !isProfit { parts.append("\(NumberText.fixed(evidence.netProfit, decimals: 2)) USD out of sample") }
    if let deflated = evidence.deflatedSharpe {
      parts.append("DSR \(LuckFinding.roundedDown(deflated.probability)) with \(LuckFinding.trials(deflated.trials))")
    } else {
      parts.append("no deflated Sharpe ratio")
    }
    var headline = "\(outcome.rawValue): \(parts.joined(separator: ", "))"
    switch outcome {
    case .lostMoney, .earnedNothing: break
    case .indistinguishable:
      // Where the deflated Sharpe ratio decides, it is named already.
      let failed = names(.failed) { $0 != .deflatedSharpe }
      if !failed.isEmpty { headline += "; failed: \(failed)" }
      let missing = names(.missing) { $0 == .sharpeInterval }
      if !missing.isEmpty { headline += "; not checked: \(missing)" }
    case .distinguishable:
      for (label, status) in [("weak", LuckFinding.Status.weak), ("not checked", .missing)] {
        let affected = names(status)
        if !affected.isEmpty { headline += "; \(label): \(affected)" }
      }
    }
    if evidence.trainsOnLaterHours { headline += "; trained on hours after the tests too, which is no test in time" }
    self.headline = headline
  }

  /// The headline and, indented below it, the reasons; with a line break at the end of each.
  public var text: String {
    ([headline] + findings.map { "  [\($0.status.rawValue)] \($0.sentence)" }).map { $0 + "\n" }.joined()
  }
}
