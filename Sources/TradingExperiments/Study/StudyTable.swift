import Foundation
import Randomness
import Statistics
import TextFormats

/// The results of a study, one row a variation: interquartile means over seeds with their intervals.
///
/// Intervals are percentiles of 10 000 bootstrap resamples of the seeds, 95 %, from a fixed seed, so that the same
/// results give the same table (Agarwal and others, "Deep Reinforcement Learning at the Edge of the Statistical
/// Precipice", 2021).
public struct StudyTable: Sendable {
  /// A variation over its seeds.
  public struct Row: Sendable, Equatable {
    /// Its name.
    public let variation: String
    /// How many runs there are.
    public let seeds: Int
    /// Interquartile mean of the agent's net returns, %.
    public let netReturn: Double
    /// Its 95 % interval.
    public let interval: ClosedRange<Double>
    /// The lowest net return, %.
    public let worst: Double
    /// Median of the closed trades.
    public let trades: Double
    /// Runs without a trade.
    public let staysOut: Int
    /// Interquartile mean of the better threshold rule, %.
    public let betterRule: Double
    /// Runs in which the agent earned more than the better threshold rule.
    public let aboveRule: Int
    /// Interquartile mean of the policy that is told the law, %; `nil` where there is none.
    public let knownLaw: Double?
    /// Interquartile mean of the agent over that of the known law; `nil` where there is none or it earns nothing.
    public var shareOfKnownLaw: Double? { knownLaw.flatMap { $0 > 0 ? netReturn / $0 : nil } }

    init(_ variation: String, _ results: [StudyResult]) {
      let returns = results.map(\.netReturn)
      var random = RandomStream(seed: 1).split(variation)
      self.variation = variation
      seeds = results.count
      netReturn = interquartileMean(returns)
      interval = StratifiedBootstrap().interval(of: [returns], statistic: interquartileMean, using: &random)
      worst = returns.min() ?? .nan
      trades = Quantile.median(results.map { Double($0.trades) })
      staysOut = results.count { $0.trades == 0 }
      betterRule = interquartileMean(results.map(\.betterRule))
      aboveRule = results.count { $0.netReturn > $0.betterRule }
      let known = results.compactMap(\.knownLaw)
      knownLaw = known.count == results.count ? interquartileMean(known) : nil
    }
  }

  /// One row a variation, in the order in which they first appear.
  public let rows: [Row]

  /// A table of results.
  public init(_ results: [StudyResult]) {
    let names = results.reduce(into: [String]()) { names, result in
      if !names.contains(result.variation) { names.append(result.variation) }
    }
    rows = names.map { name in Row(name, results.filter { $0.variation == name }) }
  }

  /// For a terminal.
  public var text: String { table.text }

  /// For a document.
  public var markdown: String { table.markdown }

  private var table: TextTable {
    let heading = [
      "variation", "seeds", "IQM %", "95 % interval", "worst %", "trades", "out", "better rule %", "above it",
      "known law %", "share of it",
    ]
    let cells = rows.map { row in
      [
        row.variation, "\(row.seeds)", NumberText.fixed(row.netReturn, decimals: 2),
        NumberText.fixed(row.interval.lowerBound, decimals: 2) + " … "
          + NumberText.fixed(row.interval.upperBound, decimals: 2),
        NumberText.fixed(row.worst, decimals: 2), NumberText.fixed(row.trades, decimals: 0), "\(row.staysOut)",
        NumberText.fixed(row.betterRule, decimals: 2), "\(row.aboveRule) of \(row.seeds)",
        NumberText.fixed(row.knownLaw, decimals: 2),
        row.shareOfKnownLaw.map { NumberText.percent($0, decimals: 0) } ?? NumberText.undefined,
      ]
    }
    return TextTable([heading] + cells)
  }
}
