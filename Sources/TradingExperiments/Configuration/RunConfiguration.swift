import Agents
import Envs
import Foundation
import MarketData
import Networks
import RLCore
import Settings
import Trading

/// Every setting of a run, resolved.
///
/// The keys are those of configuration files and of `config.json`.
public struct RunConfiguration: Configuration {
  /// Which of the three tasks.
  public enum Preset: String, Codable, CaseIterable, Sendable {
    /// 36 observations and 3 actions.
    case simple
    /// 124 observations and 9 actions: the task of population-based training.
    case pbt
    /// 275 observations and 36 actions: several positions at once.
    case full
  }

  /// Which network.
  public enum Network: String, Codable, CaseIterable, Sendable {
    /// Encoders for settings, portfolio, positions and opportunities, fused; needs the full preset.
    case modular
    /// Every opportunity and every position scored by a head that its rows share; needs positions as rows.
    case pointer
    /// Separate multi-layer perceptrons.
    case mlp
  }

  /// What the agent sees, and with it how it learns where nothing else is said.
  public enum Layout: String, Codable, CaseIterable, Sendable {
    /// What the requirement documents describe: 36, 124 or 275 values, an action every hour, closed episodes of 72 h.
    case document
    /// Opportunities and positions that know of each other, decisions at settlements, episodes of 336 h that stay open,
    /// trading costs that rise while training, a policy that points at rows.
    case linked
  }

  /// What a policy imitates before it learns from rewards.
  public enum WarmStart: String, Codable, CaseIterable, Sendable {
    /// Nothing: it begins at random.
    case none
    /// The better of the threshold rules that were chosen on the training hours.
    case rule
  }

  /// Which generated market.
  public enum Market: String, Codable, CaseIterable, Sendable {
    /// Like real ones in what matters to funding arbitrage.
    case calibrated
    /// An edge of known law that can be seen.
    case planted
    /// An edge of known law that has to be told from noise.
    case noisy
    /// Nothing to earn.
    case calm
  }

  // The market.
  /// Which generated market; `nil`: planted, calibrated in the document layout.
  public var market: Market?
  /// Folder with `candles-1h/VENUE/SYMBOL.csv` and `funding/VENUE/SYMBOL.csv`; `nil` generates a market.
  public var data: String?
  /// Symbols to use; all if empty.
  public var symbols: [String] = []
  /// Venues to use; all if empty.
  public var venues: [String] = []
  /// Days of the generated market, 14...3650.
  public var syntheticDays = 365
  /// First day of the training window, YYYY-MM-DD; `nil`: the first of the data.
  public var trainFrom: String?
  /// First day of the validation window, given together with ``finalFrom``; `nil`: after 60 % of the hours.
  public var validationFrom: String?
  /// First day of the final window, given together with ``validationFrom``; `nil`: after 80 % of the hours.
  public var finalFrom: String?
  /// Day after the final window; `nil`: the end of the data.
  public var finalTo: String?

  // The task.
  /// Which task.
  public var preset = Preset.full
  /// What the agent sees.
  public var layout = Layout.linked
  /// Hours between decisions, a divisor of 24; `nil`: 4, 1 in the document layout.
  public var decisionInterval: Int?
  /// Cash at the start, USD.
  public var capital = 10_000.0
  /// Notional over margin of each leg, 1...10.
  public var leverage = 2.0
  /// Share of equity that full position slots bind as margin.
  public var utilization = 0.6
  /// Most positions at once; `nil`: all slots of the preset.
  public var maximumPositions: Int?
  /// Net loss of a position, as a share of its size, at which it is closed; negative.
  public var stopLoss = -0.02
  /// Least distance to liquidation at entry, as a share of price.
  public var liquidationBuffer = 0.15
  /// Whether leverage, utilization, positions, stop-loss and buffer are drawn anew for each training episode.
  public var randomizeTrading = false
  /// Whether positions have 10, 20 and 30 % of a slot's share, as in the multi-position plan.
  public var plannedSizes = false
  /// Multiplies every fee.
  public var feeMultiplier = 1.0
  /// Multiplies half-spread and impact.
  public var slippageMultiplier = 1.0
  /// Side of the book that orders take; maker is optimistic.
  public var liquidityRole = ExecutionConfiguration.LiquidityRole.taker
  /// Hours of a training episode; `nil`: 336, 72 in the document layout.
  public var episodeHours: Int?
  /// Whether every position is closed at the end of a training episode; `nil`: no, yes in the document layout.
  public var closesEpisodes: Bool?
  /// Whether the agent sees how much of the episode has passed; `nil`: no, yes in the document layout.
  public var observesProgress: Bool?
  /// Share of the training in which costs in the reward rise from 0; `nil`: 0.5, 0 in the document layout.
  public var costRamp: Double?
  /// Reward of one percent of the initial capital.
  public var rewardScale = 3.0
  /// Shaping terms beside the change of equity.
  public var rewardTerms: [RewardTerm] = []

  // The agent.
  /// Which one, by its name in the registry.
  public var agent: AgentID = "ppo"
  /// Settings of the agent that differ from its defaults, by their names; those that have keys here are not among them.
  public var agentSettings: JSONValue?
  /// Network of PPO; `nil`: modular for the full preset, otherwise mlp; in the linked layout pointer.
  public var network: Network?
  /// Widths of the mlp's layers; if empty, 64 and 64 for the simple preset, otherwise 256, 256 and 128.
  public var hidden: [Int] = []
  /// Share of the modular network's fused features that are dropped while training.
  public var dropout: Float = 0
  /// Starting bias of the pointer network towards doing nothing.
  public var holdPreference: Float = 0
  /// Environment steps to train for, over all environments; rounded up to whole rollouts.
  public var timesteps = 400_000
  /// Environments side by side, 1...1024.
  public var environments = 8
  /// Steps of each environment between updates of PPO.
  public var rolloutSteps = 512
  /// Rows of a minibatch of PPO.
  public var batchSize = 512
  /// Passes of PPO over each rollout.
  public var epochs = 10
  /// Learning rate of PPO.
  public var learningRate: Schedule = .linear(from: 5e-4, to: 5e-5)
  /// Discount factor of a step of PPO; `nil`: 0.95 for eight hours, 0.998 in the document layout.
  public var discount: Float?
  /// Lambda of the advantage estimate of PPO.
  public var lambda: Float = 0.98
  /// Clip range of the probability ratio of PPO.
  public var clipRange: Float = 0.2
  /// Weight of the entropy bonus of PPO.
  public var entropyCoefficient: Float = 0.003
  /// Names the run: equal seeds give equal files.
  public var seed: UInt64 = 1
  /// Threads of an update, 1 or 2; the result has the same bits.
  public var threads = 2
  /// Steps between evaluations on the validation window.
  public var validationInterval = 10_240
  /// Whether training has three stages that get harder.
  public var curriculum = false
  /// Whether to stay out unless a policy earned more in validation than its standard error; `nil`: yes, no in the document layout.
  public var requiresSignificance: Bool?

  // Where training begins.
  /// What the policy imitates before it learns from rewards.
  public var warmStart = WarmStart.none
  /// The folder of a run whose policy training begins with.
  public var initializeFrom: String?
  /// Beginnings of names of parameters that stay as that policy has them.
  public var freeze: [String]?

  // What comes out.
  /// Folder for everything that comes out; `nil` names a new one by the time.
  public var output: String?

  /// The defaults.
  public init() {}

  /// A shaping term beside the change of equity.
  public enum RewardTerm: String, Codable, CaseIterable, Sendable {
    /// A price for every entry.
    case entry
    /// A price for standing close to liquidation.
    case liquidation
    /// A price for a stop-loss.
    case stopLoss = "stop-loss"
  }

  /// The task that these settings describe.
  public var task: FundingArbitrageConfiguration {
    var task: FundingArbitrageConfiguration =
      switch preset {
      case .simple: .simple
      case .pbt: .pbt
      case .full: plannedSizes ? .fullAsPlanned : .full
      }
    if layout == .linked { task.layout = .linked }
    task.initialCapital = capital
    task.trading =
      randomizeTrading
      ? .sampled(TradingConfigRanges())
      : .fixed(
        TradingConfig(
          leverage: leverage, utilization: utilization, maximumPositions: maximumPositions ?? task.positionSlots,
          stopLoss: stopLoss, liquidationBuffer: liquidationBuffer))
    task.execution.feeMultiplier = feeMultiplier
    task.execution.slippageMultiplier = slippageMultiplier
    task.execution.role = liquidityRole
    task.window = .randomWindow(hours: resolvedEpisodeHours)
    task.closesRandomWindows = closesEpisodes ?? (layout == .document)
    task.decisionInterval = resolvedDecisionInterval
    task.observesProgress = observesProgress ?? (layout == .document)
    task.reward.scale = rewardScale
    task.reward.costRampSteps = Int(resolvedCostRamp * Double(wholeSteps) / Double(max(environments, 1)))
    task.reward.penalizesEntry = rewardTerms.contains(.entry)
    task.reward.penalizesLiquidationProximity = rewardTerms.contains(.liquidation)
    task.reward.penalizesStopLoss = rewardTerms.contains(.stopLoss)
    return task
  }

  /// What a population trains with where nothing is said: the settings of the document on population-based training.
  public static var population: RunConfiguration {
    var settings = RunConfiguration()
    settings.preset = .pbt
    settings.timesteps = 500_000
    // 2048 steps an update, over 8 environments.
    settings.rolloutSteps = 256
    settings.batchSize = 256
    settings.threads = 1
    return settings
  }

  /// The networks of ``agentWithKeys``.
  public var agentNetwork: MLPBlueprint {
    switch resolvedNetwork {
    case .modular: ModularBlueprint(dropout: dropout).network
    case .pointer:
      MLPBlueprint(pointer: PointerBlueprint(sizes: task.sizeFractions.count, holdPreference: holdPreference))
    case .mlp: MLPBlueprint(hidden: resolvedHidden)
    }
  }

  /// These settings with everything filled in that depends on others; they describe the same run.
  public var resolved: RunConfiguration {
    var resolved = self
    if hasAgentKeys {
      resolved.network = resolvedNetwork
      resolved.hidden = resolvedNetwork == .mlp ? resolvedHidden : []
      resolved.discount = resolvedDiscount
    } else if let settings = try? agentConfiguration() {
      resolved.agentSettings = settings.json
    }
    resolved.maximumPositions = maximumPositions ?? task.positionSlots
    resolved.market = resolvedMarket
    resolved.episodeHours = resolvedEpisodeHours
    resolved.closesEpisodes = task.closesRandomWindows
    resolved.decisionInterval = task.decisionInterval
    resolved.observesProgress = task.observesProgress
    resolved.costRamp = resolvedCostRamp
    resolved.requiresSignificance = resolvedRequiresSignificance
    return resolved
  }

  /// The network of PPO, filled in where ``network`` is `nil`.
  public var resolvedNetwork: Network {
    network ?? choose(.pointer, document: preset == .full ? .modular : .mlp)
  }

  /// The generated market, `nil` where data come from files.
  public var resolvedMarket: Market? { data == nil ? market ?? choose(.planted, document: .calibrated) : nil }

  /// Whether a policy must have earned more in validation than its standard error to be preferred to staying out.
  public var resolvedRequiresSignificance: Bool { requiresSignificance ?? (layout == .linked) }

  /// Hours of a training episode.
  package var resolvedEpisodeHours: Int { episodeHours ?? choose(336, document: 72) }
  private var resolvedDecisionInterval: Int { decisionInterval ?? choose(4, document: 1) }
  private var resolvedCostRamp: Double { costRamp ?? choose(0.5, document: 0) }
  /// A decision that comes twice as often looks as far ahead in hours.
  var resolvedDiscount: Float {
    discount ?? choose(Float(pow(0.95, Double(resolvedDecisionInterval) / 8)), document: 0.998)
  }

  private func choose<Value>(_ linked: Value, document: Value) -> Value { layout == .linked ? linked : document }

  var resolvedHidden: [Int] {
    hidden.isEmpty ? (preset == .simple ? [64, 64] : [256, 256, 128]) : hidden
  }
}
