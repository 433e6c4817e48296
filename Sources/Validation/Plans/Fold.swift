/// The windows of one walk-forward step, as half-open ranges of bars.
///
/// In time order: training, a gap, validation, a gap, test. Weights and scalers are fitted on ``train``, checkpoints and
/// settings are chosen on ``validation``, and ``test`` is run once. Positions are closed at the edges of every window.
public struct Fold: Codable, Sendable, Equatable {
  /// Position among the folds, from 0.
  public var index: Int
  /// Bars to fit on, ascending and disjoint; several ranges where the embargo of an earlier test cuts them.
  public var train: [Range<Int>]
  /// Bars to select on.
  public var validation: Range<Int>
  /// Bars that are run once, with what was selected.
  public var test: Range<Int>

  /// A fold from its windows.
  public init(index: Int, train: [Range<Int>], validation: Range<Int>, test: Range<Int>) {
    self.index = index
    self.train = train
    self.validation = validation
    self.test = test
  }
}
