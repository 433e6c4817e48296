import Agents
import Envs
import MarketData
import Networks
import RLCore
import Settings

/// Every setting of a run, resolved.
///
/// The keys are those of configuration files and of `config.json`.
package struct RunConfiguration: Configuration {
  /// Which of the three tasks.
  package enum Preset: String, Codable, CaseIterable, Sendable {
    case simple
    case pbt
    case full
  }

  /// Which network.
  package enum Network: String, Codable, CaseIterable, Sendable {
    /// Encoders for settings, portfolio, positions and opportunities, fused; needs the full preset.
    case modular
    /// Every opportunity and every position scored by a head that its rows share; needs positions as rows.
    case pointer
    /// Separate multi-layer perceptrons.
    case mlp
  }

  /// What the agent sees, and with it how it learns where nothing else is said.
  package enum Layout: String, Codable, CaseIterable, Sendable {
    /// What the requirement documents describe: 36, 124 or 275 values, an action every hour, closed episodes of 72 h.
    case document
    /// Opportunities and positions that know of each other, decisions at settlements, episodes of 336 h that stay open,
    /// trading costs that rise while training, a policy that points at rows.
    case linked
  }

  /// What a policy imitates before it learns from rewards.
  package enum WarmStart: String, Codable, CaseIterable, Sendable {
    /// Nothing: it begins at random.
    case none
    /// The better of the threshold rules that were chosen on the training hours.
    case rule
  }

  /// Which generated market.
  package enum Market: String, Codable, CaseIterable, Sendable {
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
  package var market: Market?
  package var data: String?
  package var symbols: [String] = []
  package var venues: [String] = []
  package var syntheticDays = 180
  package var trainFrom: String?
  package var validationFrom: String?
  package var finalFrom: String?
  package var finalTo: String?

  // The task.
  package var preset = Preset.full
  package var layout = Layout.linked
  package var decisionInterval: Int?
  package var capital = 10_000.0
  package var leverage = 2.0
  package var utilization = 0.6
  package var maximumPositions: Int?
  package var stopLoss = -0.02
  package var liquidationBuffer = 0.15
  package var randomizeTrading = false
  package var plannedSizes = false
  package var feeMultiplier = 1.0
  package var slippageMultiplier = 1.0
  package var liquidityRole = ExecutionConfiguration.LiquidityRole.taker
  package var episodeHours: Int?
  package var closesEpisodes: Bool?
  package var observesProgress: Bool?
  package var costRamp: Double?
  package var rewardScale = 3.0
  package var rewardTerms: [RewardTerm] = []

  // The agent.
  /// Which one, by its name in the registry.
  package var agent: AgentID = "ppo"
  /// Settings of the agent that differ from its defaults, by their names; those that have keys here are not among them.
  package var agentSettings: JSONValue?
  package var network: Network?
  package var hidden: [Int] = []
  package var dropout: Float = 0
  package var holdPreference: Float = 0
  package var timesteps = 150_000
  package var environments = 8
  package var rolloutSteps = 512
  package var batchSize = 512
  package var epochs = 10
  package var learningRate: Schedule = .linear(from: 5e-4, to: 5e-5)
  package var discount: Float?
  package var lambda: Float = 0.98
  package var clipRange: Float = 0.2
  package var entropyCoefficient: Float = 0.003
  package var seed: UInt64 = 1
  package var threads = 2
  package var validationInterval = 10_240
  package var curriculum = false
  package var requiresSignificance: Bool?

  // Where training begins.
  /// What the policy imitates before it learns from rewards.
  package var warmStart = WarmStart.none
  /// The folder of a run whose policy training begins with.
  package var initializeFrom: String?
  /// Beginnings of names of parameters that stay as that policy has them.
  package var freeze: [String]?

  // What comes out.
  package var output: String?

  /// The defaults.
  package init() {}

  /// A shaping term beside the change of equity.
  package enum RewardTerm: String, Codable, CaseIterable, Sendable {
    case entry
    case liquidation
    case stopLoss = "stop-loss"
  }

  /// The task that these settings describe.
  package var task: FundingArbitrageConfiguration {
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
    task.decisionInterval = decisionInterval ?? choose(8, document: 1)
    task.observesProgress = observesProgress ?? (layout == .document)
    task.reward.scale = rewardScale
    task.reward.costRampSteps = Int(resolvedCostRamp * Double(wholeSteps) / Double(max(environments, 1)))
    task.reward.penalizesEntry = rewardTerms.contains(.entry)
    task.reward.penalizesLiquidationProximity = rewardTerms.contains(.liquidation)
    task.reward.penalizesStopLoss = rewardTerms.contains(.stopLoss)
    return task
  }

  /// What a population trains with where nothing is said: the settings of the document on population-based training.
  package static var population: RunConfiguration {
    var settings = RunConfiguration()
    settings.preset = .pbt
    settings.timesteps = 500_000
    // 2048 steps an update, over 8 environments.
    settings.rolloutSteps = 256
    settings.batchSize = 256
    settings.threads = 1
    return settings
  }

  /// The blueprint of the networks of ``agentWithKeys``.
  package var blueprint: any ActorCriticBlueprint {
    switch resolvedNetwork {
    case .modular: ModularBlueprint(dropout: dropout)
    case .pointer: PointerBlueprint(sizes: task.sizeFractions.count, holdPreference: holdPreference)
    case .mlp: MLPBlueprint(hidden: resolvedHidden)
    }
  }

  /// These settings with everything filled in that depends on others; they describe the same run.
  package var resolved: RunConfiguration {
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

  package var resolvedNetwork: Network {
    network ?? choose(.pointer, document: preset == .full ? .modular : .mlp)
  }

  /// The generated market, `nil` where data come from files.
  package var resolvedMarket: Market? { data == nil ? market ?? choose(.planted, document: .calibrated) : nil }

  /// Whether a policy must have earned more in validation than its standard error to be preferred to staying out.
  package var resolvedRequiresSignificance: Bool { requiresSignificance ?? (layout == .linked) }

  /// Hours of a training episode.
  package var resolvedEpisodeHours: Int { episodeHours ?? choose(336, document: 72) }
  private var resolvedCostRamp: Double { costRamp ?? choose(0.5, document: 0) }
  var resolvedDiscount: Float { discount ?? choose(0.95, document: 0.998) }

  private func choose<Value>(_ linked: Value, document: Value) -> Value { layout == .linked ? linked : document }

  var resolvedHidden: [Int] {
    hidden.isEmpty ? (preset == .simple ? [64, 64] : [256, 256, 128]) : hidden
  }
}
