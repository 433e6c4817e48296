/// A figure of the training over its progress: mean return, entropy, a loss.
public struct LearningCurve: Sendable, Equatable {
  /// One line of the chart.
  public struct Line: Sendable, Equatable {
    /// Name for the legend: `seed 1`, `validation`.
    public var name: String
    /// TrainingProgress, ascending; the unit is ``LearningCurve/horizontalLabel``.
    public var x: [Double]
    /// Values, one for each `x`; values that are not finite leave a gap.
    public var y: [Double]

    /// A line; the longer of the two arrays is cut to the shorter.
    public init(name: String, x: [Double], y: [Double]) {
      self.name = name
      self.x = x
      self.y = y
    }
  }

  /// Heading of the chart: `Mean episode return`.
  public var title: String
  /// Unit of the values; empty for none.
  public var unit: String
  /// What runs along the horizontal axis: `environment steps`.
  public var horizontalLabel: String
  /// The lines.
  public var lines: [Line]

  /// A chart of the training.
  public init(title: String, unit: String = "", horizontalLabel: String = "environment steps", lines: [Line]) {
    self.title = title
    self.unit = unit
    self.horizontalLabel = horizontalLabel
    self.lines = lines
  }
}
