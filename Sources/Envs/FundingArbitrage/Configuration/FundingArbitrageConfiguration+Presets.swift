import Trading

extension FundingArbitrageConfiguration {
  /// One opportunity, one position: 36 observations, 3 actions.
  public static var simple: Self {
    Self(
      opportunitySlots: 1, positionSlots: 1, sizeFractions: [1], sizing: .utilization, layout: .compact,
      trading: .fixed(TradingConfig(maximumPositions: 1)))
  }

  /// Five opportunities, three positions: 124 observations, 9 actions.
  ///
  /// The preset of population-based training.
  public static var pbt: Self {
    Self(
      opportunitySlots: 5, positionSlots: 3, sizeFractions: [1], sizing: .utilization, layout: .compact,
      trading: .fixed(TradingConfig()))
  }

  /// Ten opportunities in three sizes, five positions: 275 observations, 36 actions.
  public static var full: Self {
    Self(
      opportunitySlots: 10, positionSlots: 5, sizeFractions: [1.0 / 3, 2.0 / 3, 1], sizing: .utilization,
      layout: .modular, trading: .fixed(TradingConfig()))
  }

  /// ``full`` with the sizes of the multi-position plan: 10, 20 and 30 % of a slot's share of the free capital.
  public static var fullAsPlanned: Self {
    var configuration = full
    configuration.sizeFractions = [0.1, 0.2, 0.3]
    configuration.sizing = .plan
    return configuration
  }
}
