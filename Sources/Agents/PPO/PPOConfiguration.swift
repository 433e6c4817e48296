import Networks
import RLCore
import Settings

/// Settings of ``PPO``.
public struct PPOConfiguration: Configuration {
  /// Learning rate of Adam.
  ///
  /// Typical values lie between 1e-5 and 1e-3; larger learns faster and breaks sooner.
  public var learningRate: Schedule
  /// Steps of each environment between updates.
  public var rolloutSteps: Int
  /// Rows of a minibatch.
  ///
  /// The last one of an epoch is smaller where it does not divide the rollout.
  public var batchSize: Int
  /// Passes over each rollout.
  public var epochs: Int
  /// γ in 0...1: how much a reward one step later counts.
  public var discount: Float
  /// λ in 0...1: 0 trusts the value network, 1 the observed returns.
  public var lambda: Float
  /// ε of the clipped surrogate.
  ///
  /// Typical values lie between 0.1 and 0.3.
  public var clipRange: Schedule
  /// ε around the old value within which the new one may move; `nil` disables it.
  public var valueClipRange: Float?
  /// Whether each minibatch's advantages are brought to mean 0 and variance 1.
  ///
  /// A minibatch of one row never is.
  public var normalizesAdvantages: Bool
  /// Weight of the entropy bonus, over valid actions only.
  public var entropyCoefficient: Float
  /// Weight of the value loss.
  public var valueCoefficient: Float
  /// Limit of the gradient norm over policy and value together.
  public var maximumGradientNorm: Double
  /// Stops the epochs of an update where the divergence from the old policy passes 1.5 times this; `nil` never stops.
  public var targetDivergence: Double?
  /// ε of Adam.
  ///
  /// 1e-5 as in the original implementation, not PyTorch's 1e-8.
  public var adamEpsilon: Float
  /// λ of decoupled weight decay (AdamW): before each step, parameters shrink by the learning rate times λ of themselves.
  ///
  /// 0 is Adam.
  public var weightDecay: Float
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
  /// The result has the same bits either way.
  public var threads: Int
  /// The networks, unless the agent is given others.
  public var network: MLPBlueprint

  /// The defaults of Stable-Baselines3.
  public init(
    learningRate: Schedule = 3e-4, rolloutSteps: Int = 2048, batchSize: Int = 64, epochs: Int = 10,
    discount: Float = 0.99, lambda: Float = 0.95, clipRange: Schedule = 0.2, valueClipRange: Float? = nil,
    normalizesAdvantages: Bool = true, entropyCoefficient: Float = 0, valueCoefficient: Float = 0.5,
    maximumGradientNorm: Double = 0.5, targetDivergence: Double? = nil, adamEpsilon: Float = 1e-5,
    weightDecay: Float = 0,
    normalizesObservations: Bool = false, normalizesReturns: Bool = false, initialLogDeviation: Float = 0,
    stateDependentNoise: StateDependentNoiseConfiguration? = nil, threads: Int = 1,
    network: MLPBlueprint = MLPBlueprint()
  ) {
    self.learningRate = learningRate
    self.rolloutSteps = rolloutSteps
    self.batchSize = batchSize
    self.epochs = epochs
    self.discount = discount
    self.lambda = lambda
    self.clipRange = clipRange
    self.valueClipRange = valueClipRange
    self.normalizesAdvantages = normalizesAdvantages
    self.entropyCoefficient = entropyCoefficient
    self.valueCoefficient = valueCoefficient
    self.maximumGradientNorm = maximumGradientNorm
    self.targetDivergence = targetDivergence
    self.adamEpsilon = adamEpsilon
    self.weightDecay = weightDecay
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
    try clipRange.require("clipRange", must: "be in 0..<1") { (0..<1).contains($0) }
    try require(clipRange.start > 0, "clipRange", must: "start above 0", found: clipRange.start)
    try require(
      (1...1_000_000).contains(rolloutSteps), "rolloutSteps", must: "be in 1...1000000", found: rolloutSteps)
    try require(batchSize > 0, "batchSize", must: "be positive", found: batchSize)
    try require(epochs > 0, "epochs", must: "be positive", found: epochs)
    try require((0...1).contains(discount), "discount", must: "be in 0...1", found: discount)
    try require((0...1).contains(lambda), "lambda", must: "be in 0...1", found: lambda)
    if let valueClipRange {
      try require(valueClipRange > 0, "valueClipRange", must: "be positive", found: valueClipRange)
    }
    for (name, weight) in [("entropyCoefficient", entropyCoefficient), ("valueCoefficient", valueCoefficient)] {
      try require(weight >= 0 && weight.isFinite, name, must: "be finite and not negative", found: weight)
    }
    try require(maximumGradientNorm > 0, "maximumGradientNorm", must: "be positive", found: maximumGradientNorm)
    if let targetDivergence {
      try require(targetDivergence > 0, "targetDivergence", must: "be positive", found: targetDivergence)
    }
    try require(adamEpsilon > 0, "adamEpsilon", must: "be positive", found: adamEpsilon)
    try require(
      weightDecay >= 0 && weightDecay.isFinite, "weightDecay", must: "be finite and not negative", found: weightDecay)
    try noise.validate()
    try require((1...2).contains(threads), "threads", must: "be 1 or 2", found: threads)
    try network.validate()
  }
}
