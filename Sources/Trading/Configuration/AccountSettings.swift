import Settings

/// What an account is opened with; the risk settings of an episode, ``TradingConfig``, come with each reset.
public struct AccountSettings: Sendable, Equatable {
  /// Cash at the start, USD.
  public var initialCapital: Double
  /// Positions that there is room for.
  public var positionSlots: Int
  /// Legs of a position: 1 for bets on a price, 2 for hedged pairs.
  public var legsPerPosition: Int
  /// How a fraction becomes a notional.
  public var sizing: PositionSizing
  /// Fills and fees.
  public var execution: ExecutionConfiguration
  /// Limits of the whole account.
  public var risk: RiskConfiguration

  /// Settings from their values.
  public init(
    initialCapital: Double = 10_000, positionSlots: Int = 1, legsPerPosition: Int = 1,
    sizing: PositionSizing = .utilization, execution: ExecutionConfiguration = .init(),
    risk: RiskConfiguration = .init()
  ) {
    self.initialCapital = initialCapital
    self.positionSlots = positionSlots
    self.legsPerPosition = legsPerPosition
    self.sizing = sizing
    self.execution = execution
    self.risk = risk
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(
      initialCapital > 0 && initialCapital.isFinite, "initialCapital", must: "be positive", found: initialCapital)
    try require((1...64).contains(positionSlots), "positionSlots", must: "be in 1...64", found: positionSlots)
    try require((1...2).contains(legsPerPosition), "legsPerPosition", must: "be 1 or 2", found: legsPerPosition)
    if case .fixedNotional(let notional) = sizing {
      try require(notional > 0 && notional.isFinite, "sizing.fixedNotional", must: "be positive", found: notional)
    }
    try execution.validate()
    try risk.validate()
  }
}
