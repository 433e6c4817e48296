import Statistics
import Accounting

/// How the Sharpe ratio is distributed over the paths of a combinatorial purged cross-validation.
///
/// Paths share trainings and cover the same hours, so they are far from independent: the spread says how much the result
/// hangs on single stretches of time, and it is no standard error.
public struct PathDistribution: Codable, Sendable, Equatable {
  /// The probabilities of which ``quantiles`` are given.
  public static let probabilities = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// Annualised Sharpe ratio of each path; `nil` where its returns do not vary.
  public let sharpes: [Double?]
  /// Mean of those that are defined.
  public let mean: Double
  /// Sample standard deviation of those that are defined; `nil` for a single one.
  public let deviation: Double?
  /// Their quantiles at ``probabilities``, with linear interpolation.
  public let quantiles: [Double]
  /// Paths with a Sharpe ratio below 0, of all paths.
  public let shareBelowZero: Double
  /// Paths without a Sharpe ratio: nothing was traded on them.
  public let undefined: Int

  /// The distribution over the paths' returns; `nil` if no path has a Sharpe ratio.
  public init?(paths: [ReturnSeries]) {
    self.init(sharpes: paths.map(\.sharpe))
  }

  /// The distribution of Sharpe ratios that are already known; `nil` where none is defined.
  public init?(sharpes: [Double?]) {
    let defined = sharpes.compactMap(\.self).sorted()
    guard !defined.isEmpty else { return nil }
    let mean = defined.reduce(0, +) / Double(defined.count)
    let squares = defined.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.sharpes = sharpes
    self.mean = mean
    deviation = defined.count > 1 ? (squares / Double(defined.count - 1)).squareRoot() : nil
    quantiles = Self.probabilities.map { Quantile.linear($0, ofSorted: defined) }
    shareBelowZero = Double(defined.count { $0 < 0 }) / Double(sharpes.count)
    undefined = sharpes.count - defined.count
  }

  /// The median of the paths' Sharpe ratios.
  public var median: Double { quantiles[2] }
}
