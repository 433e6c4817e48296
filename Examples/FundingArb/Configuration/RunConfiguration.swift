import RLFramework

/// Every setting of a run, resolved.
///
/// The keys are those of configuration files and of `config.json`.
struct RunConfiguration: Configuration {
  /// Which of the three tasks.
  enum Preset: String, Codable, CaseIterable, Sendable {
    case simple
    case pbt
    case full
  }

  /// Which network.
  enum Network: String, Codable, CaseIterable, Sendable {
    /// Encoders for settings, portfolio, positions and opportunities, fused; needs the full preset.
    case modular
    /// Separate multi-layer perceptrons.
    case mlp
  }

  // The market.
  var data: String?
  var symbols: [String] = []
  var venues: [String] = []
  var syntheticDays = 180
  var trainFrom: String?
  var validationFrom: String?
  var finalFrom: String?
  var finalTo: String?

  // The task.
  var preset = Preset.full
  var capital = 10_000.0
  var leverage = 2.0
  var utilization = 0.6
  var maximumPositions: Int?
  var stopLoss = -0.02
  var liquidationBuffer = 0.15
  var randomizeTrading = false
  var plannedSizes = false
  var feeMultiplier = 1.0
  var slippageMultiplier = 1.0
  var liquidityRole = ExecutionConfiguration.LiquidityRole.taker
  var episodeHours = 72
  var rewardScale = 3.0
  var rewardTerms: [RewardTerm] = []

  // The agent.
  var network: Network?
  var hidden: [Int] = []
  var dropout: Float = 0
  var timesteps = 150_000
  var environments = 8
  var rolloutSteps = 512
  var batchSize = 512
  var epochs = 10
  var learningRate: Schedule = .linear(from: 5e-4, to: 5e-5)
  var discount: Float = 0.998
  var lambda: Float = 0.98
  var clipRange: Float = 0.2
  var entropyCoefficient: Float = 0.003
  var seed: UInt64 = 1
  var threads = 2
  var validationInterval = 10_240
  var curriculum = false

  // Where training begins.
  /// The folder of a run whose policy training begins with.
  var initializeFrom: String?
  /// Beginnings of names of parameters that stay as that policy has them.
  var freeze: [String]?

  // What comes out.
  var output: String?

  /// A shaping term beside the change of equity.
  enum RewardTerm: String, Codable, CaseIterable, Sendable {
    case entry
    case liquidation
    case stopLoss = "stop-loss"
  }

  /// The task that these settings describe.
  var task: FundingArbitrageConfiguration {
    var task: FundingArbitrageConfiguration =
      switch preset {
      case .simple: .simple
      case .pbt: .pbt
      case .full: plannedSizes ? .fullAsPlanned : .full
      }
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
    task.window = .randomWindow(hours: episodeHours)
    task.reward.scale = rewardScale
    task.reward.penalizesEntry = rewardTerms.contains(.entry)
    task.reward.penalizesLiquidationProximity = rewardTerms.contains(.liquidation)
    task.reward.penalizesStopLoss = rewardTerms.contains(.stopLoss)
    return task
  }

  /// What a population trains with where nothing is said: the settings of the document on population-based training.
  static var population: RunConfiguration {
    var settings = RunConfiguration()
    settings.preset = .pbt
    settings.timesteps = 500_000
    // 2048 steps an update, over 8 environments.
    settings.rolloutSteps = 256
    settings.batchSize = 256
    settings.threads = 1
    return settings
  }

  /// The steps of the run, rounded up to whole rollouts: what is collected is also learnt from.
  var wholeRolloutSteps: Int {
    let rollout = environments * rolloutSteps
    return (timesteps + rollout - 1) / rollout * rollout
  }

  /// The settings of the agent.
  var agent: PPOConfiguration {
    PPOConfiguration(
      learningRate: learningRate, rolloutSteps: rolloutSteps, batchSize: batchSize, epochs: epochs,
      discount: discount, lambda: lambda, clipRange: .constant(clipRange), entropyCoefficient: entropyCoefficient,
      threads: threads)
  }

  /// The blueprint of the networks.
  var blueprint: any ActorCriticBlueprint {
    switch resolvedNetwork {
    case .modular: ModularBlueprint(dropout: dropout)
    case .mlp: MLPBlueprint(hidden: resolvedHidden)
    }
  }

  /// These settings with everything filled in that depends on others; they describe the same run.
  var resolved: RunConfiguration {
    var resolved = self
    resolved.network = resolvedNetwork
    resolved.hidden = resolvedNetwork == .mlp ? resolvedHidden : []
    resolved.maximumPositions = maximumPositions ?? task.positionSlots
    return resolved
  }

  var resolvedNetwork: Network { network ?? (preset == .full ? .modular : .mlp) }

  private var resolvedHidden: [Int] {
    hidden.isEmpty ? (preset == .simple ? [64, 64] : [256, 256, 128]) : hidden
  }
}
