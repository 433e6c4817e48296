import Networks
import RLCore
import Settings

/// Settings of ``RecurrentPPO``.
public struct RecurrentPPOConfiguration: Configuration {
  /// Learning rate of Adam.
  ///
  /// Typical values lie between 1e-5 and 1e-3; larger learns faster and breaks sooner.
  public var learningRate: Schedule
  /// Steps of each environment between updates.
  public var rolloutSteps: Int
  /// Rows of a minibatch, which takes whole sequences: as many as fit, and at least one.
  ///
  /// The last one of an epoch is smaller where they do not divide the rollout.
  public var batchSize: Int
  /// Steps of a sequence, along which gradients flow back.
  ///
  /// `nil` learns from each environment's whole rollout; shorter ones start from what was remembered when they were
  /// acted on.
  public var sequenceLength: Int?
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
  /// Noise that depends on what the policy remembers, for continuous actions; `nil` draws each action independently.
  public var stateDependentNoise: StateDependentNoiseConfiguration?
  /// Threads of an update: 1 or 2.
  ///
  /// The result has the same bits either way.
  public var threads: Int
  /// The networks.
  public var network: RecurrentBlueprint

  /// The defaults of sb3-contrib.
  public init(
    learningRate: Schedule = 3e-4, rolloutSteps: Int = 128, batchSize: Int = 128, sequenceLength: Int? = nil,
    epochs: Int = 10, discount: Float = 0.99, lambda: Float = 0.95, clipRange: Schedule = 0.2,
    valueClipRange: Float? = nil, normalizesAdvantages: Bool = true, entropyCoefficient: Float = 0,
    valueCoefficient: Float = 0.5, maximumGradientNorm: Double = 0.5, targetDivergence: Double? = nil,
    adamEpsilon: Float = 1e-5, weightDecay: Float = 0, normalizesObservations: Bool = false,
    normalizesReturns: Bool = false,
    initialLogDeviation: Float = 0, stateDependentNoise: StateDependentNoiseConfiguration? = nil, threads: Int = 1,
    network: RecurrentBlueprint = RecurrentBlueprint()
  ) {
    self.learningRate = learningRate
    self.rolloutSteps = rolloutSteps
    self.batchSize = batchSize
    self.sequenceLength = sequenceLength
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

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try withoutMemory.validate()
    if let sequenceLength {
      try require(
        (1...rolloutSteps).contains(sequenceLength), "sequenceLength", must: "be in 1...\(rolloutSteps), the rollout",
        found: sequenceLength)
    }
    try network.validate()
  }

  /// Sequences of a full minibatch.
  var sequencesPerMinibatch: Int { max(1, batchSize / (sequenceLength ?? rolloutSteps)) }

  /// The settings that PPO has too.
  var withoutMemory: PPOConfiguration {
    PPOConfiguration(
      learningRate: learningRate, rolloutSteps: rolloutSteps, batchSize: batchSize, epochs: epochs,
      discount: discount, lambda: lambda, clipRange: clipRange, valueClipRange: valueClipRange,
      normalizesAdvantages: normalizesAdvantages, entropyCoefficient: entropyCoefficient,
      valueCoefficient: valueCoefficient, maximumGradientNorm: maximumGradientNorm,
      targetDivergence: targetDivergence, adamEpsilon: adamEpsilon, weightDecay: weightDecay,
      normalizesObservations: normalizesObservations,
      normalizesReturns: normalizesReturns, initialLogDeviation: initialLogDeviation,
      stateDependentNoise: stateDependentNoise, threads: threads)
  }
}
