/// How the notional of a leg follows from the account and the size fraction of an ENTER action.
public enum PositionSizing: Codable, Sendable, Equatable {
  /// available × utilization / maximum positions × fraction, as in the multi-position plan.
  ///
  /// With the plan's fractions of 10, 20 and 30 % five large positions bind about a sixth of the capital at most,
  /// whatever the utilization asks for.
  case plan
  /// equity × utilization / maximum positions × fraction is the margin of all legs of a position; a leg's notional is
  /// its share of it times the leverage. Full slots reach the utilization that was asked for.
  case utilization
  /// fraction × USD, whatever the account holds: comparable with an optimum of fixed size.
  case fixedNotional(Double)

  /// Notional of one leg of a position of so many legs, USD.
  public func notional(fraction: Double, equity: Double, available: Double, trading: TradingConfig, legs: Int) -> Double
  {
    switch self {
    case .plan:
      fraction * max(available, 0) * trading.utilization / Double(trading.maximumPositions)
    case .utilization:
      fraction * max(equity, 0) * trading.utilization / Double(trading.maximumPositions) * trading.leverage
        / Double(legs)
    case .fixedNotional(let notional):
      fraction * notional
    }
  }
}
