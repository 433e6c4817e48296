import ArgumentParser
import RLFramework

extension RunConfiguration.Preset: ExpressibleByArgument {}
extension RunConfiguration.Network: ExpressibleByArgument {}
extension RunConfiguration.RewardTerm: ExpressibleByArgument {}
extension ExecutionConfiguration.LiquidityRole: ExpressibleByArgument {}

/// Which task.
struct TaskOptions: ParsableArguments {
  @Option(
    help: "simple (36 observations, 3 actions), pbt (124, 9) or full (275, 36). (default: full)")
  var preset: RunConfiguration.Preset?
  @Option(help: "Cash at the start, USD. (default: 10000)")
  var capital: Double?
  @Option(help: "Notional over margin of each leg. (default: 2)")
  var leverage: Double?
  @Option(help: "Share of equity that full position slots bind as margin. (default: 0.6)")
  var utilization: Double?
  @Option(help: "Most positions at once. (default: all slots of the preset)")
  var maximumPositions: Int?
  @Option(help: "Net loss of a position, as a share of its size, at which it is closed. (default: -0.02)")
  var stopLoss: Double?
  @Option(help: "Least distance to liquidation at entry, as a share of price. (default: 0.15)")
  var liquidationBuffer: Double?
  @Flag(help: "Draw leverage, utilization, positions, stop-loss and buffer anew for each training episode.")
  var randomizeTrading = false
  @Flag(help: "Size positions as the multi-position plan does: 10, 20 and 30 % of a slot's share.")
  var plannedSizes = false
  @Option(help: "Multiplies every fee. (default: 1)")
  var feeMultiplier: Double?
  @Option(help: "Multiplies half-spread and impact. (default: 1)")
  var slippageMultiplier: Double?
  @Option(help: "taker, or the optimistic maker. (default: taker)")
  var liquidityRole: ExecutionConfiguration.LiquidityRole?
  @Option(help: "Hours of a training episode. (default: 72)")
  var episodeHours: Int?
  @Option(help: "Reward of one percent of the initial capital. (default: 3)")
  var rewardScale: Double?
  @Option(
    parsing: .upToNextOption,
    help: "Shaping terms beside the change of equity: entry, liquidation, stop-loss. (default: none)")
  var rewardTerms: [RunConfiguration.RewardTerm] = []

  var given: RunConfiguration.Given {
    var given: RunConfiguration.Given = [:]
    given["preset"] = preset?.rawValue
    given["capital"] = capital
    given["leverage"] = leverage
    given["utilization"] = utilization
    given["maximumPositions"] = maximumPositions
    given["stopLoss"] = stopLoss
    given["liquidationBuffer"] = liquidationBuffer
    if randomizeTrading { given["randomizesTrading"] = true }
    if plannedSizes { given["plannedSizes"] = true }
    given["feeMultiplier"] = feeMultiplier
    given["slippageMultiplier"] = slippageMultiplier
    given["liquidityRole"] = liquidityRole?.rawValue
    given["episodeHours"] = episodeHours
    given["rewardScale"] = rewardScale
    if !rewardTerms.isEmpty { given["rewardTerms"] = rewardTerms.map(\.rawValue) }
    return given
  }
}
