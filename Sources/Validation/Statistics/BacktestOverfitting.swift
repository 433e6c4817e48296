import Accounting
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The probability of backtest overfitting by combinatorially symmetric cross-validation.
///
/// Bailey, Borwein, López de Prado and Zhu, "The probability of backtest overfitting" (2017). The bars are cut into S
/// blocks; for each choice of S/2 of them the best of N strategies by Sharpe ratio is picked on the chosen blocks, and its
/// rank among all is looked up on the others. The probability is the share of choices in which the best in sample is not
/// above the median out of sample: about ½ where the ranking in sample says nothing, near 0 if it holds.
///
/// It judges the selection, not the result: among equally good strategies it is about ½ as well.
public struct BacktestOverfitting: Codable, Sendable, Equatable {
  /// Share of choices with a logit of at most 0, in 0…1.
  public let probability: Double
  /// ln(ω / (1 − ω)) for each choice, in lexicographic order of the chosen blocks; ω is the rank out of sample of the best
  /// in sample, from 1 (worst), divided by N + 1.
  public let logits: [Double]
  /// Slope of the regression, over choices, of the Sharpe ratio of the best in sample out of sample on that in sample.
  ///
  /// Below 0 if a better look in sample means worse to come; `nil` if the ratio in sample does not vary.
  public let degradationSlope: Double?
  /// Share of choices in which the best in sample has a Sharpe ratio below 0 out of sample.
  public let probabilityOfLoss: Double
  /// Number of strategies N.
  public let strategies: Int
  /// Number of blocks S.
  public let blocks: Int
  /// Bars of the oldest that did not fill a block and were left out.
  public let barsLeftOut: Int

  /// Judges a selection among strategies by their returns over the same bars.
  ///
  /// A strategy whose returns do not vary over a set of blocks counts with a Sharpe ratio of 0; the first of several best
  /// ones is picked; equal ones out of sample share the mean of their ranks.
  ///
  /// - Parameters:
  ///   - returns: One list of returns for each strategy, all over the same bars; at least two strategies.
  ///   - blocks: S: even, in 2…16, which gives C(S, S/2) choices (12 870 for 16); blocks should be longer than positions
  ///     are held.
  /// - Throws: `ConfigurationError` for fewer than two strategies, lists of different lengths or with values that are
  ///   not finite, a number of blocks out of range, or fewer than two bars in a block.
  /// - Complexity: O(C(S, S/2) · N · (S + log N)) after O(bars · N).
  public init(of returns: [[Double]], blocks: Int) throws(ConfigurationError) {
    try require(returns.count >= 2, "returns", must: "hold at least 2 strategies", found: returns.count)
    try require(
      (2...16).contains(blocks) && blocks.isMultiple(of: 2), "blocks", must: "be even and in 2…16", found: blocks)
    let bars = returns[0].count
    for (index, series) in returns.enumerated() {
      try require(
        series.count == bars, "returns", must: "hold \(bars) bars in every strategy",
        found: "\(series.count) in strategy \(index)")
      try require(series.allSatisfy(\.isFinite), "returns", must: "be finite", found: "not so in strategy \(index)")
    }
    let length = bars / blocks
    try require(length >= 2, "blocks", must: "leave at least 2 bars in each of \(blocks)", found: "\(bars) bars")

    let table = BlockStatistics(of: returns, blocks: blocks, length: length)
    let choices = Combinations.all(of: blocks / 2, from: blocks)
    var (logits, inSample, outOfSample) = ([Double](), [Double](), [Double]())
    for chosen in choices {
      let others = (0..<blocks).filter { !chosen.contains($0) }
      let before = table.sharpes(over: chosen)
      let after = table.sharpes(over: others)
      let best = before.indices.reduce(0) { before[$1] > before[$0] ? $1 : $0 }
      let below = after.count { $0 < after[best] }
      let equal = after.count { $0 == after[best] }
      let share = (Double(below) + Double(equal + 1) / 2) / Double(returns.count + 1)
      logits.append(log(share / (1 - share)))
      inSample.append(before[best])
      outOfSample.append(after[best])
    }
    self.logits = logits
    // A rank of exactly the median gives ω = ½; rounding must not lift its logit above 0.
    probability = Double(logits.count { $0 <= 1e-12 }) / Double(choices.count)
    probabilityOfLoss = Double(outOfSample.count { $0 < 0 }) / Double(choices.count)
    degradationSlope = Self.slope(of: outOfSample, on: inSample)
    strategies = returns.count
    self.blocks = blocks
    barsLeftOut = bars - length * blocks
  }

  /// The slope of least squares.
  private static func slope(of y: [Double], on x: [Double]) -> Double? {
    let xMean = x.reduce(0, +) / Double(x.count)
    let yMean = y.reduce(0, +) / Double(y.count)
    var (squares, products) = (0.0, 0.0)
    for index in x.indices {
      squares += (x[index] - xMean) * (x[index] - xMean)
      products += (x[index] - xMean) * (y[index] - yMean)
    }
    return squares > 0 ? products / squares : nil
  }
}
