import Randomness
import Settings

/// The risk settings of one account: what a user chooses, or what an episode draws.
public struct TradingConfig: Configuration {
  /// Notional of a leg over its margin; 1 to 10.
  public var leverage: Double = 2
  /// Share of equity that the margin of all positions together aims at; 0 to 1.
  public var utilization: Double = 0.6
  /// Positions that may be open at once; at most the position slots of the preset.
  public var maximumPositions: Int = 3
  /// Net profit, as a share of the position's size, below which it is closed; −1 to 0, −0.02 is −2 %.
  public var stopLoss: Double = -0.02
  /// Least distance to liquidation at entry, as a share of the entry price; must stay below 1/leverage.
  public var liquidationBuffer: Double = 0.15

  /// Risk settings; the defaults are the worked example of the multi-position plan.
  public init(
    leverage: Double = 2, utilization: Double = 0.6, maximumPositions: Int = 3, stopLoss: Double = -0.02,
    liquidationBuffer: Double = 0.15
  ) {
    self.leverage = leverage
    self.utilization = utilization
    self.maximumPositions = maximumPositions
    self.stopLoss = stopLoss
    self.liquidationBuffer = liquidationBuffer
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((1...10).contains(leverage), "leverage", must: "be in 1...10", found: leverage)
    try require(utilization > 0 && utilization < 0.95, "utilization", must: "be in 0..<0.95", found: utilization)
    try require(maximumPositions > 0, "maximumPositions", must: "be positive", found: maximumPositions)
    try require((-1..<0).contains(stopLoss), "stopLoss", must: "be in -1..<0", found: stopLoss)
    try require(
      liquidationBuffer >= 0 && liquidationBuffer < 1 / leverage, "liquidationBuffer",
      must: "be in 0..<1/leverage (no entry could keep more)", found: liquidationBuffer)
  }
}

/// Where the risk settings of an episode come from.
public enum TradingConfigSource: Codable, Sendable, Equatable {
  /// The same for every episode.
  case fixed(TradingConfig)
  /// Drawn anew at each reset.
  case sampled(TradingConfigRanges)
}

/// The ranges that risk settings are drawn from, so that one policy learns to serve every user.
public struct TradingConfigRanges: Configuration {
  /// Leverage, uniform.
  public var leverage: ClosedRange<Double> = 1...10
  /// Utilization, uniform.
  public var utilization: ClosedRange<Double> = 0.3...0.8
  /// Positions, uniform over the integers.
  public var maximumPositions: ClosedRange<Int> = 1...5
  /// Stop-loss, uniform.
  public var stopLoss: ClosedRange<Double> = -0.05 ... -0.01
  /// Liquidation buffer, uniform.
  public var liquidationBuffer: ClosedRange<Double> = 0.1...0.3

  /// The maintenance margin that a draw leaves room for beside the buffer, as a share of notional.
  public static let maintenanceAllowance = 0.02

  /// The ranges of the multi-position plan.
  public init() {}

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    let least = TradingConfig(
      leverage: leverage.lowerBound, utilization: utilization.lowerBound,
      maximumPositions: maximumPositions.lowerBound, stopLoss: stopLoss.lowerBound,
      liquidationBuffer: liquidationBuffer.lowerBound)
    try least.validate()
    try require(leverage.upperBound <= 10, "leverage", must: "end at 10 or below", found: leverage)
    try require(utilization.upperBound < 0.95, "utilization", must: "end below 0.95", found: utilization)
    try require(stopLoss.upperBound < 0, "stopLoss", must: "end below 0", found: stopLoss)
    try require(
      highestLeverage(keeping: liquidationBuffer.upperBound) >= leverage.lowerBound, "liquidationBuffer",
      must: "leave room for the least leverage", found: liquidationBuffer)
  }

  /// The highest leverage at which a position can still be `buffer` away from liquidation when it is opened.
  func highestLeverage(keeping buffer: Double) -> Double { 1 / (buffer + Self.maintenanceAllowance) }

  /// Draws the settings of one episode.
  ///
  /// The buffer comes first and caps the leverage: at leverage 10 a leg is liquidated after a move of less than
  /// 10 %, so a buffer of 15 % would forbid every entry and the episode would teach nothing.
  public func sample(using random: inout RandomStream) -> TradingConfig {
    let buffer = draw(liquidationBuffer, using: &random)
    let highest = min(leverage.upperBound, highestLeverage(keeping: buffer))
    return TradingConfig(
      leverage: draw(leverage.lowerBound...max(highest, leverage.lowerBound), using: &random),
      utilization: draw(utilization, using: &random),
      maximumPositions: maximumPositions.lowerBound + random.index(below: maximumPositions.count),
      stopLoss: draw(stopLoss, using: &random),
      liquidationBuffer: buffer)
  }

  private func draw(_ range: ClosedRange<Double>, using random: inout RandomStream) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * random.uniformDouble()
  }
}
