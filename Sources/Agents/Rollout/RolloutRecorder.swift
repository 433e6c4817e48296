import RLCore

/// Takes in what happens between two updates: looks at the numbers, keeps the running statistics and fills the rollout.
///
/// In this order for each step: ``begin(_:)``, a decision kept in the rollout, ``keepOutcome(of:next:)``.
struct RolloutRecorder {
  /// What was recorded since the last update.
  var rollout: RolloutBuffer
  /// What observations and rewards are learnt through.
  var normalizers: RolloutNormalizers
  /// The first number that was not finite.
  var inspection: NumberInspection

  init(rollout: RolloutBuffer, normalizers: RolloutNormalizers) {
    self.rollout = rollout
    self.normalizers = normalizers
    inspection = NumberInspection(environments: rollout.environments)
  }

  /// Takes in observations that a decision to be learnt from is made on.
  ///
  /// An unfinished rollout that they do not continue is dropped; statistics take them in.
  mutating func begin(_ observations: ObservationBatch) {
    precondition(
      observations.count == rollout.environments && observations.width == rollout.width
        && observations.maskWidth == rollout.maskWidth,
      "the agent learns from \(rollout.environments) environments with \(rollout.width) values and "
        + "\(rollout.maskWidth) mask flags, was \(observations.count), \(observations.width) and "
        + "\(observations.maskWidth)")
    if rollout.isInterrupted(by: observations.isStart) { rollout.clear() }
    // One bad value would stay in the statistics for ever.
    if inspection.inspect(observations.values, "observation", stepsBefore: rollout.environments) {
      normalizers.observations?.observe(observations.values)
    }
  }

  /// Adds what came of the decision kept last.
  mutating func keepOutcome<ActionType>(of transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    var rewards = transitions.rewards
    if inspection.inspect(rewards, "reward") { normalizers.returns?.normalize(&rewards, ends: transitions.ends) }
    var finals: [Float] = []
    if transitions.ends.contains(.truncated) {
      finals = transitions.finalObservations
      inspection.inspect(finals, "final observation", where: { transitions.ends[$0] == .truncated })
      normalizers.observations?.normalize(&finals)
    }
    var last: [Float] = []
    if rollout.filled == rollout.steps - 1 {
      inspection.inspect(next.values, "observation")
      last = next.values
      normalizers.observations?.normalize(&last)
    }
    rollout.keepOutcome(rewards: rewards, ends: transitions.ends, finals: finals, next: last)
  }

  /// Refuses numbers that are not finite, and forgets the rollout that they are in.
  mutating func requireFinite(at progress: TrainingProgress) throws(AgentError) {
    guard let error = inspection.error(at: progress) else { return }
    inspection.clear()
    rollout.clear()
    throw error
  }
}
