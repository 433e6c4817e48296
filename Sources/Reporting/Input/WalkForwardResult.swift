/// What a walk-forward validation measured, and how likely it is to be luck.
public struct WalkForwardResult: Sendable, Equatable {
  /// The folds in time order.
  public var folds: [WalkForwardFold]
  /// Sharpe ratio, a year, of each path of the combinatorial purged cross-validation; values that are not finite are
  /// listed but not counted.
  public var pathSharpes: [Double]
  /// Splits from which the paths were put together; `nil` if nobody counted.
  public var splits: Int?
  /// Cash at the start of the stitched curves, USD; positive.
  public var initialCash: Double
  /// Equity over the test periods of all folds, one after the other; the agent's and those of baselines.
  public var stitched: [ReportInput.Curve]
  /// The same policies under changed conditions, the unchanged run first.
  public var stresses: [StressRun]
  /// How likely the result is to be luck.
  public var statistics: LuckStatistics?

  /// A result from its parts.
  public init(
    folds: [WalkForwardFold], pathSharpes: [Double] = [], splits: Int? = nil, initialCash: Double,
    stitched: [ReportInput.Curve] = [], stresses: [StressRun] = [], statistics: LuckStatistics? = nil
  ) {
    self.folds = folds
    self.pathSharpes = pathSharpes
    self.splits = splits
    self.initialCash = initialCash
    self.stitched = stitched
    self.stresses = stresses
    self.statistics = statistics
  }
}
