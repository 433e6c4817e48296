import Networks
import RLCore
import Settings

/// Settings of ``DDPG``.
public struct DDPGConfiguration: DeterministicConfiguration {
  /// Learning rate of actor and critic.
  public var learningRate: Schedule
  /// Transitions of a gradient step.
  public var batchSize: Int
  /// γ in 0...1: how much a reward one step later counts.
  public var discount: Float
  /// τ in 0...1: the share of the way that the targets move with each update of them.
  public var targetShare: Float
  /// What is added to actions while training.
  public var explorationNoise: ActionNoise
  /// When gradient steps are taken.
  public var cadence: UpdateCadence
  /// What is remembered.
  public var replay: ReplayConfiguration
  /// Network of the policy.
  public var actor: LayersBlueprint
  /// Network of the critic.
  public var critic: LayersBlueprint
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

  /// The defaults of Stable-Baselines3, with exploration noise, of which it has none unless it is asked.
  public init(
    learningRate: Schedule = 1e-3, batchSize: Int = 256, discount: Float = 0.99, targetShare: Float = 0.005,
    explorationNoise: ActionNoise = .gaussian(deviation: 0.1), cadence: UpdateCadence = UpdateCadence(),
    replay: ReplayConfiguration = ReplayConfiguration(), actor: LayersBlueprint = LayersBlueprint(hidden: [400, 300]),
    critic: LayersBlueprint = LayersBlueprint(hidden: [400, 300]), adamEpsilon: Float = 1e-8, weightDecay: Float = 0,
    threads: Int = 1
  ) {
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.discount = discount
    self.targetShare = targetShare
    self.explorationNoise = explorationNoise
    self.cadence = cadence
    self.replay = replay
    self.actor = actor
    self.critic = critic
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
    try explorationNoise.validate()
    try cadence.validate()
    try replay.validate()
    try replay.requireUniformDraws()
    try actor.validate()
    try critic.validate()
    try require(adamEpsilon > 0, "adamEpsilon", must: "be positive", found: adamEpsilon)
    try require(
      weightDecay >= 0 && weightDecay.isFinite, "weightDecay", must: "be finite and not negative", found: weightDecay)
    try require((1...2).contains(threads), "threads", must: "be 1 or 2", found: threads)
  }
}
