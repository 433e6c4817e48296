import Accounting
import Foundation
import Persistence

/// What came of one run of a study, on its final window.
public struct StudyResult: Codable, Sendable, Equatable {
  /// The variation that was run.
  public let variation: String
  /// The seed of the run, and of its market where that is generated.
  public let seed: UInt64
  /// Net return of the agent after all costs, %.
  public let netReturn: Double
  /// Trades that the agent closed.
  public let trades: Int
  /// Net return of the better of the threshold rules, %.
  public let betterRule: Double
  /// Net return of the policy that is told the law of the market, %; `nil` where there is none.
  public let knownLaw: Double?
  /// The agent's profit as a share of the hindsight optimum, %; `nil` where nothing could be earned.
  public let hindsightShare: Double?

  /// Reads the scorecards of a finished run.
  ///
  /// - Throws: `FileError` if they cannot be read, or if agent or rules are not among them.
  init(variation: String, seed: UInt64, directory: RunDirectory) throws {
    self.variation = variation
    self.seed = seed
    let document = try ScorecardDocument.read(from: directory.scorecard)
    func card(_ name: String) -> Scorecard? { document.scorecards.first { $0.name == name }?.scorecard }
    let rules = Comparison.ruleNames.compactMap { card($0)?.netReturn }
    guard let agent = document.scorecards.first(where: { $0.role == .agent })?.scorecard, let better = rules.max()
    else {
      throw FileError.unusable(path: directory.scorecard.path, problem: "has no scorecards of an agent and of rules")
    }
    netReturn = agent.netReturn
    trades = agent.trades
    hindsightShare = agent.hindsightShare
    betterRule = better
    knownLaw = card(Comparison.knownLawName)?.netReturn
  }

  /// A result from its figures.
  init(variation: String, seed: UInt64, netReturn: Double, trades: Int, betterRule: Double, knownLaw: Double?) {
    self.variation = variation
    self.seed = seed
    self.netReturn = netReturn
    self.trades = trades
    self.betterRule = betterRule
    self.knownLaw = knownLaw
    hindsightShare = nil
  }
}
