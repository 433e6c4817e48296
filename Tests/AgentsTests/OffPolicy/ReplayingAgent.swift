import Networks
import RLCore
import Randomness
import Tensors

@testable import Agents

/// An agent for continuous actions that learns from a replay buffer, as tests look into it.
protocol ReplayingAgent: Agent<ContinuousAction> {
  var experience: Experience { get }
  var critics: Critics { get }
  var batch: ReplayBatch { get }
  var targets: AlignedBuffer<Float> { get }
  var gradientSteps: Int { get set }
  /// The network that acts.
  var policyActor: Learner { get }
  /// What values next actions: the policy itself in SAC.
  var policyTargets: AlignedBuffer<Float> { get }
  /// One gradient step on the batch as it is.
  func improveOnce() throws -> UpdateReport
}

extension ReplayingAgent {
  /// All parameters and targets, bit for bit.
  var parameterBits: [UInt32] {
    (policyActor.parameters.array + policyTargets.array + critics.parameters.array + critics.targets.array)
      .map(\.bitPattern)
  }
}

extension SAC: ReplayingAgent {
  var policyActor: Learner { actor }
  var policyTargets: AlignedBuffer<Float> { actor.parameters }

  func improveOnce() throws -> UpdateReport {
    let rate = configuration.learningRate.start
    return try improve(rate: rate, progress: TrainingProgress(totalSteps: 1)).report(steps: 1, learningRate: rate)
  }
}

/// TD3 and DDPG.
protocol DeterministicAgent: ReplayingAgent {
  var learner: DeterministicLearner { get }
}

extension DeterministicAgent {
  var experience: Experience { learner.experience }
  var critics: Critics { learner.critics }
  var batch: ReplayBatch { learner.batch }
  var targets: AlignedBuffer<Float> { learner.targets }
  var policy: DeterministicActor { learner.policy }
  var policyActor: Learner { learner.policy.learner }
  var policyTargets: AlignedBuffer<Float> { learner.policy.targets }
  var gradientSteps: Int {
    get { learner.gradientSteps }
    set { learner.gradientSteps = newValue }
  }
}

extension TD3: DeterministicAgent {
  func improveOnce() throws -> UpdateReport {
    var figures = DeterministicFigures()
    let rate = configuration.learningRate.start
    try improve(rate: rate, progress: TrainingProgress(totalSteps: 1), figures: &figures)
    return figures.report(learningRate: rate)
  }
}

extension DDPG: DeterministicAgent {
  func improveOnce() throws -> UpdateReport {
    var figures = DeterministicFigures()
    let rate = configuration.learningRate.start
    try improve(rate: rate, progress: TrainingProgress(totalSteps: 1), figures: &figures)
    return figures.report(learningRate: rate)
  }
}
