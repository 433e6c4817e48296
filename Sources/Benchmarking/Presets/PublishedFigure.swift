/// A result that others have published, to stand beside ours.
public struct PublishedFigure: Sendable, Equatable {
  /// Mean return of an episode.
  public let mean: Double
  /// Standard deviation over episodes, where it was given.
  public let deviation: Double?
  /// Environment steps that it took.
  public let steps: Int
  /// Where it was published.
  public let source: String

  /// A published figure; the benchmark page of the RL Baselines3 Zoo unless another source is named.
  public init(
    _ mean: Double, deviation: Double? = nil, steps: Int, source: String = "RL Baselines3 Zoo, benchmark.md"
  ) {
    self.mean = mean
    self.deviation = deviation
    self.steps = steps
    self.source = source
  }
}
