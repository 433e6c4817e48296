import Accounting
import Statistics

/// One fold of a walk-forward validation: its periods, what was chosen in it, and what that made of the test period.
public struct WalkForwardFold: Sendable, Equatable {
  /// A stretch of time with one use.
  public struct Period: Sendable, Equatable {
    /// What a stretch of time is used for.
    public enum Use: String, Sendable, CaseIterable {
      /// Weights and scalers are fitted on it.
      case train
      /// Left out, so that no position held over the edge is seen on both sides.
      case purge
      /// Checkpoints and settings are selected on it.
      case validation
      /// The result is measured on it, once.
      case test
      /// Left out after a test period, so that nothing that lingers reaches later training.
      case embargo
    }

    /// What it is used for.
    public var use: Use
    /// First instant, epoch milliseconds.
    public var start: Int64
    /// The first instant after it, epoch milliseconds; not before ``start``.
    public var end: Int64

    /// A stretch of time.
    public init(_ use: Use, start: Int64, end: Int64) {
      self.use = use
      self.start = start
      self.end = end
    }
  }

  /// Its name: `1`.
  public var name: String
  /// Its stretches of time; several with the same use are added up.
  public var periods: [Period]
  /// Net return on the test period, %.
  public var netReturn: Double
  /// Sharpe ratio on the test period, a year; `nil` if it is undefined.
  public var sharpe: Double?
  /// Interval of the Sharpe ratio.
  public var sharpeInterval: ConfidenceInterval?
  /// Closed positions.
  public var trades: Int
  /// Largest loss from a peak of the equity, %, not negative.
  public var maximumDrawdown: Double
  /// The checkpoint or the settings that the validation period chose.
  public var choice: String
  /// Name of the best baseline on the test period; empty if there was none.
  public var baseline: String
  /// Net return of that baseline, %.
  public var baselineReturn: Double?

  /// A fold and its result.
  public init(
    name: String, periods: [Period], netReturn: Double, sharpe: Double?, sharpeInterval: ConfidenceInterval? = nil,
    trades: Int, maximumDrawdown: Double, choice: String = "", baseline: String = "", baselineReturn: Double? = nil
  ) {
    self.name = name
    self.periods = periods
    self.netReturn = netReturn
    self.sharpe = sharpe
    self.sharpeInterval = sharpeInterval
    self.trades = trades
    self.maximumDrawdown = maximumDrawdown
    self.choice = choice
    self.baseline = baseline
    self.baselineReturn = baselineReturn
  }

  /// Days with a use, all stretches added up.
  public func days(of use: Period.Use) -> Double {
    Double(periods.filter { $0.use == use }.reduce(0) { $0 + $1.end - $1.start }) / 86_400_000
  }
}
