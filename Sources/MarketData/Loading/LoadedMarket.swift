/// A dataset together with what was found and repaired on the way in.
public struct LoadedMarket: Sendable {
  /// The data on a common grid of bars.
  public let dataset: MarketDataset
  /// Counts and rules for each instrument.
  public let quality: QualityReport

  /// Joins a dataset and its report.
  public init(dataset: MarketDataset, quality: QualityReport) {
    self.dataset = dataset
    self.quality = quality
  }
}
