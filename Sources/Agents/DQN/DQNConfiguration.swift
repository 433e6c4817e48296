import Networks
import RLCore
import Settings

/// Settings of ``DQN``.
public struct DQNConfiguration: ValueLearningConfiguration {
  /// Learning rate of Adam.
  public var learningRate: Schedule
  /// Rows of a gradient step.
  public var batchSize: Int
  /// γ in 0...1: how much a reward one step later counts.
  public var discount: Float
  /// When gradient steps are taken; until `learningStarts` all actions are random.
  public var cadence: UpdateCadence
  /// Environment steps between two copies of the network into the target network.
  public var targetInterval: Int
  /// ε: the probability of a random action, over the run.
  ///
  /// It depends on environment steps alone, however many environments there are.
  public var exploration: Schedule
  /// Whether the network chooses the next action that the target network values.
  ///
  /// After van Hasselt et al. (2016). Off by default, as in Stable-Baselines3, so that published settings mean what they meant.
  public var double: Bool
  /// Whether the network ends in a value and advantages, after Wang and others (2016).
  public var dueling: Bool
  /// The replay buffer: its size, n of n-step returns, priorities.
  public var replay: ReplayConfiguration
  /// Limit of the gradient norm; `nil` never limits.
  public var maximumGradientNorm: Double?
  /// ε of Adam.
  public var adamEpsilon: Float
  /// λ of decoupled weight decay (AdamW): before each step, parameters shrink by the learning rate times λ of themselves.
  ///
  /// 0 is Adam.
  public var weightDecay: Float
  /// Threads of a gradient step: 1 or 2; small networks use one.
  ///
  /// The result has the same bits either way.
  public var threads: Int
  /// The hidden layers, unless the agent is given another network.
  public var network: LayersBlueprint

  /// The defaults of Stable-Baselines3.
  public init(
    learningRate: Schedule = 1e-4, batchSize: Int = 32, discount: Float = 0.99,
    cadence: UpdateCadence = UpdateCadence(learningStarts: 100, interval: 4, gradientSteps: 1),
    targetInterval: Int = 10_000, exploration: Schedule = .linear(from: 1, to: 0.05, over: 0.1),
    double: Bool = false, dueling: Bool = false, replay: ReplayConfiguration = ReplayConfiguration(),
    maximumGradientNorm: Double? = 10, adamEpsilon: Float = 1e-8, weightDecay: Float = 0, threads: Int = 1,
    network: LayersBlueprint = LayersBlueprint(hidden: [64, 64])
  ) {
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.discount = discount
    self.cadence = cadence
    self.targetInterval = targetInterval
    self.exploration = exploration
    self.double = double
    self.dueling = dueling
    self.replay = replay
    self.maximumGradientNorm = maximumGradientNorm
    self.adamEpsilon = adamEpsilon
    self.weightDecay = weightDecay
    self.threads = threads
    self.network = network
  }

  var optimizerEpsilon: Float { adamEpsilon }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try validateCommonSettings()
    if dueling { try DuelingBlueprint(network).validate() }
  }
}
