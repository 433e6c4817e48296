import Agents
import Envs
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
    /// Separate multi-layer perceptrons.
    case mlp
  }

  // The market.
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
  package var episodeHours = 72
  package var rewardScale = 3.0
  package var rewardTerms: [RewardTerm] = []

  // The agent.
  package var network: Network?
  package var hidden: [Int] = []
  package var dropout: Float = 0
  package var timesteps = 150_000
  package var environments = 8
  package var rolloutSteps = 512
  package var batchSize = 512
  package var epochs = 10
  package var learningRate: Schedule = .linear(from: 5e-4, to: 5e-5)
  package var discount: Float = 0.998
  package var lambda: Float = 0.98
  package var clipRange: Float = 0.2
  package var entropyCoefficient: Float = 0.003
  package var seed: UInt64 = 1
  package var threads = 2
  package var validationInterval = 10_240
  package var curriculum = false

  // Where training begins.
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

  /// The steps of the run, rounded up to whole rollouts: what is collected is also learnt from.
  package var wholeRolloutSteps: Int {
    let rollout = environments * rolloutSteps
    return (timesteps + rollout - 1) / rollout * rollout
  }

  /// The settings of the agent.
  package var agent: PPOConfiguration {
    PPOConfiguration(
      learningRate: learningRate, rolloutSteps: rolloutSteps, batchSize: batchSize, epochs: epochs,
      discount: discount, lambda: lambda, clipRange: .constant(clipRange), entropyCoefficient: entropyCoefficient,
      threads: threads)
  }

  /// The blueprint of the networks.
  package var blueprint: any ActorCriticBlueprint {
    switch resolvedNetwork {
    case .modular: ModularBlueprint(dropout: dropout)
    case .mlp: MLPBlueprint(hidden: resolvedHidden)
    }
  }

  /// These settings with everything filled in that depends on others; they describe the same run.
  package var resolved: RunConfiguration {
    var resolved = self
    resolved.network = resolvedNetwork
    resolved.hidden = resolvedNetwork == .mlp ? resolvedHidden : []
    resolved.maximumPositions = maximumPositions ?? task.positionSlots
    return resolved
  }

  package var resolvedNetwork: Network { network ?? (preset == .full ? .modular : .mlp) }

  private var resolvedHidden: [Int] {
    hidden.isEmpty ? (preset == .simple ? [64, 64] : [256, 256, 128]) : hidden
  }
}
