import ArgumentParser
import RLFramework
import TradingExperiments

extension RunConfiguration.Preset: ExpressibleByArgument {}
extension RunConfiguration.Layout: ExpressibleByArgument {}
extension ExecutionConfiguration.LiquidityRole: ExpressibleByArgument {}

/// Which task.
///
/// Numbers are parsed unconditionally, since a minus sign would pass for another option.
struct TaskOptions: ParsableArguments {
  @Option(help: .setting("Task: of 3, 9 or 36 actions.", \.preset))
  var preset: RunConfiguration.Preset?
  @Option(
    help: .setting(
      "What the agent sees, and the defaults of how it learns: linked rows, or the documents' 36, 124 or 275 values.",
      \.layout))
  var layout: RunConfiguration.Layout?
  @Option(
    parsing: .unconditional,
    help: "Hours between decisions, a divisor of 24. (default: 4, 1 for layout document)")
  var decisionInterval: Int?
  @Option(parsing: .unconditional, help: .setting("Cash at the start, USD.", \.capital))
  var capital: Double?
  @Option(parsing: .unconditional, help: .setting("Notional over margin of each leg, 1 to 10.", \.leverage))
  var leverage: Double?
  @Option(
    parsing: .unconditional,
    help: .setting("Share of equity that full position slots bind as margin.", \.utilization))
  var utilization: Double?
  @Option(parsing: .unconditional, help: "Most positions at once. (default: all slots of the preset)")
  var maximumPositions: Int?
  @Option(
    parsing: .unconditional,
    help: .setting("Net loss of a position, as a share of its size, at which it is closed.", \.stopLoss))
  var stopLoss: Double?
  @Option(
    parsing: .unconditional,
    help: .setting("Least distance to liquidation at entry, as a share of price.", \.liquidationBuffer))
  var liquidationBuffer: Double?
  @Flag(
    inversion: .prefixedNo,
    help: .setting(
      "Draw leverage, utilization, positions, stop-loss and buffer anew for each training episode.",
      \.randomizeTrading))
  var randomizeTrading: Bool?
  @Flag(
    inversion: .prefixedNo,
    help: .setting(
      "Size positions as the multi-position plan does: 10, 20 and 30 % of a slot's share.", \.plannedSizes))
  var plannedSizes: Bool?
  @Option(parsing: .unconditional, help: .setting("Multiplies every fee.", \.feeMultiplier))
  var feeMultiplier: Double?
  @Option(parsing: .unconditional, help: .setting("Multiplies half-spread and impact.", \.slippageMultiplier))
  var slippageMultiplier: Double?
  @Option(help: .setting("Side of the book that orders take; maker is optimistic.", \.liquidityRole))
  var liquidityRole: ExecutionConfiguration.LiquidityRole?
  @Option(parsing: .unconditional, help: "Hours of a training episode. (default: 336, 72 for layout document)")
  var episodeHours: Int?
  @Flag(
    inversion: .prefixedNo,
    help: "Close every position at the end of a training episode. (default: no, yes for layout document)")
  var closesEpisodes: Bool?
  @Flag(
    inversion: .prefixedNo,
    help: "Show how much of the episode has passed. (default: no, yes for layout document)")
  var observesProgress: Bool?
  @Option(
    parsing: .unconditional,
    help: "Share of the training in which costs in the reward rise from 0. (default: 0.5, 0 for layout document)")
  var costRamp: Double?
  @Option(parsing: .unconditional, help: .setting("Reward of one percent of the initial capital.", \.rewardScale))
  var rewardScale: Double?
  @Option(
    help: .setting(
      "Shaping terms beside the change of equity, with commas: entry, liquidation, stop-loss; or none.",
      \.rewardTerms))
  var rewardTerms: RewardTermList?

  var given: RunConfiguration.Given {
    var given: RunConfiguration.Given = [:]
    given["preset"] = preset?.rawValue
    given["layout"] = layout?.rawValue
    given["decisionInterval"] = decisionInterval
    given["closesEpisodes"] = closesEpisodes
    given["observesProgress"] = observesProgress
    given["costRamp"] = costRamp
    given["capital"] = capital
    given["leverage"] = leverage
    given["utilization"] = utilization
    given["maximumPositions"] = maximumPositions
    given["stopLoss"] = stopLoss
    given["liquidationBuffer"] = liquidationBuffer
    given["randomizeTrading"] = randomizeTrading
    given["plannedSizes"] = plannedSizes
    given["feeMultiplier"] = feeMultiplier
    given["slippageMultiplier"] = slippageMultiplier
    given["liquidityRole"] = liquidityRole?.rawValue
    given["episodeHours"] = episodeHours
    given["rewardScale"] = rewardScale
    given["rewardTerms"] = rewardTerms?.terms.map(\.rawValue)
    return given
  }
}
