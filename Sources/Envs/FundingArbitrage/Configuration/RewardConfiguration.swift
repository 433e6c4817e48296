import Settings

/// What the agent is paid for.
///
/// The default is the change of equity alone; every other term is a switch of its own.
public struct RewardConfiguration: Configuration {
  /// Reward of a gain of one percent of the initial capital.
  public var scale: Double = 3
  /// Subtracts the entry fees, in percent of the position's size, times ``scale``.
  ///
  /// The plan's term; the fees are in the equity already, so switching it on counts them twice.
  public var penalizesEntry = false
  /// Subtracts 20 × the amount by which the closest liquidation is nearer than 15 %.
  public var penalizesLiquidationProximity = false
  /// Subtracts 2 in every hour in which a stop-loss fires.
  public var penalizesStopLoss = false
  /// Steps of one environment, over all its episodes, in which the share of trading costs that the reward contains
  /// rises from 0 to 1; 0 charges them in full from the first step.
  ///
  /// Costs are fees and the distance of fills from the mark, of entries and of exits that are not liquidations. The
  /// books always contain them in full: this is a way to learn to hold before learning what an entry costs.
  public var costRampSteps = 0

  /// Distance to liquidation below which the proximity penalty starts, as a share of price.
  static let liquidationComfort = 0.15
  /// Penalty for each unit of distance below ``liquidationComfort``.
  static let liquidationSteepness = 20.0
  /// Penalty of an hour with a stop-loss.
  static let stopLossPenalty = 2.0

  /// The share of trading costs that the reward contains after so many steps.
  @inline(__always)
  func costShare(age: Int) -> Double { age < costRampSteps ? Double(age) / Double(costRampSteps) : 1 }

  /// The change of equity alone.
  public init() {}

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(scale > 0 && scale.isFinite, "scale", must: "be positive", found: scale)
    try require(costRampSteps >= 0, "costRampSteps", must: "not be negative", found: costRampSteps)
  }
}
