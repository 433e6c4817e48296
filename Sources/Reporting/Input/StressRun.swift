/// The stitched result of a walk-forward validation under changed conditions.
public struct StressRun: Sendable, Equatable {
  /// What was changed, and what a real edge does under it.
  public struct Condition: Sendable, Equatable {
    /// Its name: `doubled costs`.
    public var name: String
    /// One sentence: what was changed, and what a real edge does under it.
    public var explanation: String

    /// A condition.
    public init(name: String, explanation: String) {
      self.name = name
      self.explanation = explanation
    }

    /// Nothing was changed.
    public static let unchanged = Condition(name: "as is", explanation: "The result that the others are compared with.")
    /// Every fee, spread and impact twice as large.
    public static let doubledCosts = Condition(
      name: "doubled costs",
      explanation: "Every fee, spread and impact twice as large: an edge that disappears here is smaller than the "
        + "error of the cost model.")
    /// The observations put out of order.
    public static let shuffledSignal = Condition(
      name: "shuffled signal",
      explanation: "Placebo: the policy sees the market of other hours. What it still earns, it does not earn by what "
        + "it knows.")
    /// The observations of an earlier hour.
    public static let laggedSignal = Condition(
      name: "lagged signal",
      explanation: "The policy sees the market one bar late: a result that falls apart lives on speed, or on data from "
        + "the future.")
  }

  /// What was changed.
  public var condition: Condition
  /// Net return, %.
  public var netReturn: Double
  /// Sharpe ratio, a year; `nil` if it is undefined.
  public var sharpe: Double?
  /// Closed positions.
  public var trades: Int
  /// Largest loss from a peak of the equity, %, not negative.
  public var maximumDrawdown: Double

  /// A run and its result.
  public init(_ condition: Condition, netReturn: Double, sharpe: Double?, trades: Int, maximumDrawdown: Double) {
    self.condition = condition
    self.netReturn = netReturn
    self.sharpe = sharpe
    self.trades = trades
    self.maximumDrawdown = maximumDrawdown
  }
}
