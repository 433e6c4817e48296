import MarketData
import Training

/// The hours of a run, disjoint and in order of time where a run has one split: what is learnt from, what is chosen by,
/// what is judged on.
public struct Windows: Sendable, Equatable {
  /// Hours to fit weights and scalers on; more than one range where a fold leaves holes.
  public var train: [Range<Int>]
  /// Hours to choose policies on.
  public var validation: Range<Int>
  /// Hours that are judged once, at the end.
  public var final: Range<Int>

  /// Windows from hours.
  public init(train: [Range<Int>], validation: Range<Int>, final: Range<Int>) {
    self.train = train
    self.validation = validation
    self.final = final
  }

  /// The three windows of a split.
  public init(_ split: TimeSplit) { self.init(train: [split.train], validation: split.validation, final: split.final) }
}
