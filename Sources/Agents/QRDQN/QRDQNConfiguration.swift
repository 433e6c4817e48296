import Networks
import RLCore
import Settings

/// Settings of ``QRDQN``.
public struct QRDQNConfiguration: ValueLearningConfiguration {
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
  /// Quantiles of the return of each choice.
  public var quantiles: Int
  /// Whether the network chooses the next action that the target network values, after van Hasselt and others (2016).
  public var double: Bool
  /// The replay buffer: its size, n of n-step returns, priorities.
  public var replay: ReplayConfiguration
  /// Limit of the gradient norm; `nil` never limits.
  public var maximumGradientNorm: Double?
  /// ε of Adam; `nil` stands for 0.01 / `batchSize`, as in the paper.
  public var adamEpsilon: Float?
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

  /// The defaults of sb3-contrib, with hidden layers of 64.
  public init(
    learningRate: Schedule = 5e-5, batchSize: Int = 32, discount: Float = 0.99,
    cadence: UpdateCadence = UpdateCadence(learningStarts: 100, interval: 4, gradientSteps: 1),
    targetInterval: Int = 10_000, exploration: Schedule = .linear(from: 1, to: 0.01, over: 0.005),
    quantiles: Int = 200, double: Bool = false, replay: ReplayConfiguration = ReplayConfiguration(),
    maximumGradientNorm: Double? = nil, adamEpsilon: Float? = nil, weightDecay: Float = 0, threads: Int = 1,
    network: LayersBlueprint = LayersBlueprint(hidden: [64, 64])
  ) {
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.discount = discount
    self.cadence = cadence
    self.targetInterval = targetInterval
    self.exploration = exploration
    self.quantiles = quantiles
    self.double = double
    self.replay = replay
    self.maximumGradientNorm = maximumGradientNorm
    self.adamEpsilon = adamEpsilon
    self.weightDecay = weightDecay
    self.threads = threads
    self.network = network
  }

  var optimizerEpsilon: Float { adamEpsilon ?? 0.01 / Float(batchSize) }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try validateCommonSettings()
    try require((1...1000).contains(quantiles), "quantiles", must: "be in 1...1000", found: quantiles)
  }
}
