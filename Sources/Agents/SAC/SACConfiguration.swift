import Networks
import RLCore
import Settings

/// Settings of ``SAC``.
public struct SACConfiguration: Configuration {
  /// How much randomness is worth beside reward: α.
  public enum Temperature: Codable, Sendable, Equatable {
    /// Learnt, so that the policy's entropy stays near a target; the target is −(dimensions of the action) where
    /// nothing is said.
    case learned(start: Float, targetEntropy: Float?)
    /// The same throughout.
    case fixed(value: Float)
  }

  /// Learning rate of actor, critics and temperature.
  public var learningRate: Schedule
  /// Transitions of a gradient step.
  public var batchSize: Int
  /// γ in 0...1: how much a reward one step later counts.
  public var discount: Float
  /// τ in 0...1: the share of the way that the target critics move with each update of them.
  public var targetShare: Float
  /// Gradient steps between two updates of the target critics.
  public var targetInterval: Int
  /// How much randomness is worth.
  public var temperature: Temperature
  /// When gradient steps are taken.
  public var cadence: UpdateCadence
  /// What is remembered.
  public var replay: ReplayConfiguration
  /// Network of the policy.
  public var actor: LayersBlueprint
  /// Network of each critic.
  public var critic: LayersBlueprint
  /// Noise that depends on the state (gSDE), redrawn with each round of gradient steps and after its `sampleInterval`;
  /// `nil` draws each action independently.
  public var stateDependentNoise: StateDependentNoiseConfiguration?
  /// ln of the standard deviations at the start, of state-dependent noise alone.
  public var initialLogDeviation: Float
  /// ε of Adam; 1e-8 as in PyTorch.
  public var adamEpsilon: Float
  /// λ of decoupled weight decay (AdamW): before each step, parameters shrink by the learning rate times λ of themselves.
  ///
  /// 0 is Adam.
  public var weightDecay: Float
  /// Threads of an update: 1 or 2.
  ///
  /// The result has the same bits either way.
  public var threads: Int

  /// The defaults of Stable-Baselines3.
  public init(
    learningRate: Schedule = 3e-4, batchSize: Int = 256, discount: Float = 0.99, targetShare: Float = 0.005,
    targetInterval: Int = 1, temperature: Temperature = .learned(start: 1, targetEntropy: nil),
    cadence: UpdateCadence = UpdateCadence(), replay: ReplayConfiguration = ReplayConfiguration(),
    actor: LayersBlueprint = LayersBlueprint(), critic: LayersBlueprint = LayersBlueprint(),
    stateDependentNoise: StateDependentNoiseConfiguration? = nil, initialLogDeviation: Float = -3,
    adamEpsilon: Float = 1e-8, weightDecay: Float = 0,
    threads: Int = 1
  ) {
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.discount = discount
    self.targetShare = targetShare
    self.targetInterval = targetInterval
    self.temperature = temperature
    self.cadence = cadence
    self.replay = replay
    self.actor = actor
    self.critic = critic
    self.stateDependentNoise = stateDependentNoise
    self.initialLogDeviation = initialLogDeviation
    self.adamEpsilon = adamEpsilon
    self.weightDecay = weightDecay
    self.threads = threads
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try learningRate.requireLearningRate(startsAboveZero: false)
    try require((1...65_536).contains(batchSize), "batchSize", must: "be in 1...65536", found: batchSize)
    try require((0...1).contains(discount), "discount", must: "be in 0...1", found: discount)
    try require(targetShare > 0 && targetShare <= 1, "targetShare", must: "be above 0, at most 1", found: targetShare)
    try require(targetInterval > 0, "targetInterval", must: "be positive", found: targetInterval)
    switch temperature {
    case .learned(let start, let target):
      try require(start > 0 && start.isFinite, "temperature.start", must: "be positive", found: start)
      if let target {
        try require(target.isFinite, "temperature.targetEntropy", must: "be finite", found: target)
      }
    case .fixed(let value):
      try require(value >= 0 && value.isFinite, "temperature.value", must: "not be negative", found: value)
    }
    try cadence.validate()
    try replay.validate()
    try replay.requireUniformDraws()
    try actor.validate()
    try critic.validate()
    try NoiseOptions(initialLogDeviation: initialLogDeviation, stateDependent: stateDependentNoise).validate()
    try require(adamEpsilon > 0, "adamEpsilon", must: "be positive", found: adamEpsilon)
    try require(
      weightDecay >= 0 && weightDecay.isFinite, "weightDecay", must: "be finite and not negative", found: weightDecay)
    try require((1...2).contains(threads), "threads", must: "be 1 or 2", found: threads)
  }
}
