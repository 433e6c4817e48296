import Networks
import RLCore
import Settings
import Tensors

/// Settings of ``A2C``.
public struct A2CConfiguration: Configuration {
  /// What moves the parameters.
  public enum Optimizer: Codable, Sendable, Equatable {
    /// RMSprop; where ε stands matters. PyTorch's placement takes large steps at once, which short runs need;
    /// TensorFlow's, from averages that start at 1, is known to be the steadier one on long runs.
    case rmsprop(decay: Float = 0.99, epsilon: Float = 1e-5, placement: RMSprop.EpsilonPlacement = .outsideRoot)
    /// Adam; AdamW with a weight decay above 0, which older settings do not name.
    case adam(epsilon: Float = 1e-5, weightDecay: Float? = nil)

    /// An optimiser for `count` parameters.
    func make(count: Int) -> any Tensors.Optimizer {
      switch self {
      case .rmsprop(let decay, let epsilon, let placement):
        RMSprop(count: count, decay: decay, epsilon: epsilon, placement: placement)
      case .adam(let epsilon, let decay): Adam(count: count, epsilon: epsilon, weightDecay: decay ?? 0)
      }
    }
  }

  /// Learning rate of the optimiser.
  public var learningRate: Schedule
  /// Steps of each environment between updates.
  public var rolloutSteps: Int
  /// γ in 0...1: how much a reward one step later counts.
  public var discount: Float
  /// λ in 0...1: 1 takes returns of as many steps as the rollout has left, less trusts the value network earlier.
  public var lambda: Float
  /// Weight of the entropy bonus, over valid actions only.
  public var entropyCoefficient: Float
  /// Weight of the value loss.
  public var valueCoefficient: Float
  /// Limit of the gradient norm over policy and value together.
  public var maximumGradientNorm: Double
  /// What moves the parameters.
  public var optimizer: Optimizer
  /// Whether advantages are brought to mean 0 and variance 1.
  ///
  /// Harmful with few rows: CartPole then stays far below its limit.
  public var normalizesAdvantages: Bool
  /// Whether observations are normalised with running statistics, kept in every checkpoint.
  public var normalizesObservations: Bool
  /// Whether rewards are scaled by the running deviation of the discounted return.
  public var normalizesReturns: Bool
  /// ln of the standard deviations at the start, for continuous actions.
  public var initialLogDeviation: Float
  /// Noise that depends on the state, for continuous actions; `nil` draws each action independently.
  public var stateDependentNoise: StateDependentNoiseConfiguration?
  /// Threads of an update: 1 or 2.
  ///
  /// The result has the same bits either way; a second one pays where networks or rollouts are large.
  public var threads: Int
  /// The networks, unless the agent is given others.
  public var network: MLPBlueprint

  /// The defaults of Stable-Baselines3; ε of RMSprop stands outside the root, where PyTorch has it.
  public init(
    learningRate: Schedule = 7e-4, rolloutSteps: Int = 5, discount: Float = 0.99, lambda: Float = 1,
    entropyCoefficient: Float = 0, valueCoefficient: Float = 0.5, maximumGradientNorm: Double = 0.5,
    optimizer: Optimizer = .rmsprop(), normalizesAdvantages: Bool = false, normalizesObservations: Bool = false,
    normalizesReturns: Bool = false, initialLogDeviation: Float = 0,
    stateDependentNoise: StateDependentNoiseConfiguration? = nil, threads: Int = 1,
    network: MLPBlueprint = MLPBlueprint()
  ) {
    self.learningRate = learningRate
    self.rolloutSteps = rolloutSteps
    self.discount = discount
    self.lambda = lambda
    self.entropyCoefficient = entropyCoefficient
    self.valueCoefficient = valueCoefficient
    self.maximumGradientNorm = maximumGradientNorm
    self.optimizer = optimizer
    self.normalizesAdvantages = normalizesAdvantages
    self.normalizesObservations = normalizesObservations
    self.normalizesReturns = normalizesReturns
    self.initialLogDeviation = initialLogDeviation
    self.stateDependentNoise = stateDependentNoise
    self.threads = threads
    self.network = network
  }

  /// How continuous actions vary.
  var noise: NoiseOptions {
    NoiseOptions(initialLogDeviation: initialLogDeviation, stateDependent: stateDependentNoise)
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try learningRate.requireLearningRate()
    try require(
      (1...1_000_000).contains(rolloutSteps), "rolloutSteps", must: "be in 1...1000000", found: rolloutSteps)
    try require((0...1).contains(discount), "discount", must: "be in 0...1", found: discount)
    try require((0...1).contains(lambda), "lambda", must: "be in 0...1", found: lambda)
    for (name, weight) in [("entropyCoefficient", entropyCoefficient), ("valueCoefficient", valueCoefficient)] {
      try require(weight >= 0 && weight.isFinite, name, must: "be finite and not negative", found: weight)
    }
    try require(maximumGradientNorm > 0, "maximumGradientNorm", must: "be positive", found: maximumGradientNorm)
    switch optimizer {
    case .rmsprop(let decay, let epsilon, _):
      try require((0..<1).contains(decay), "optimizer.rmsprop.decay", must: "be in 0..<1", found: decay)
      try require(epsilon > 0, "optimizer.rmsprop.epsilon", must: "be positive", found: epsilon)
    case .adam(let epsilon, let decay):
      try require(epsilon > 0, "optimizer.adam.epsilon", must: "be positive", found: epsilon)
      let decay = decay ?? 0
      try require(
        decay >= 0 && decay.isFinite, "optimizer.adam.weightDecay", must: "be finite and not negative", found: decay)
    }
    try noise.validate()
    try require((1...2).contains(threads), "threads", must: "be 1 or 2", found: threads)
    try network.validate()
  }
}
