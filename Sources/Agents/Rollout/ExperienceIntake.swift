import RLCore

/// What an agent that learns from rollouts makes of observations and rewards before it keeps them: it looks for numbers
/// that are not finite, and normalises where its configuration says so.
struct ExperienceIntake {
  let observationSpace: ObservationSpace
  var observationNormalizer: ObservationNormalizer?
  var returnNormalizer: ReturnNormalizer?
  var inspection: NumberInspection
  /// Windows as they were normalised row by row while exploring.
  var history: WindowHistory
  private var view = NormalizedView()

  init(
    observationSpace: ObservationSpace, environments: Int, discount: Float, normalizesObservations: Bool,
    normalizesReturns: Bool
  ) {
    self.observationSpace = observationSpace
    inspection = NumberInspection(environments: environments)
    history = WindowHistory(space: observationSpace)
    if normalizesObservations { observationNormalizer = ObservationNormalizer(space: observationSpace) }
    if normalizesReturns { returnNormalizer = ReturnNormalizer(environments: environments, discount: discount) }
  }

  /// Takes observations that are about to be acted on into the statistics.
  mutating func observe(_ observations: ObservationBatch) {
    // One bad value would stay in the statistics for ever.
    if inspection.inspect(observations.values, "observation", stepsBefore: inspection.environments) {
      observationNormalizer?.observe(observations.values)
    }
  }

  /// Observations as the networks see them, by the statistics as they are.
  func normalized(_ values: [Float]) -> [Float] {
    var values = values
    observationNormalizer?.normalize(&values)
    return values
  }

  /// Observations as the networks see them, for a policy that acts and keeps nothing.
  mutating func seen(_ observations: ObservationBatch) -> ObservationBatch {
    guard let observationNormalizer else { return observations }
    return view(of: observations, through: [observationNormalizer])
  }

  /// Turns the observations that are explored next into what the networks see, where they lie: rows of windows that the
  /// last ones showed stay as they were then.
  mutating func follow(_ values: UnsafeMutableBufferPointer<Float>) {
    guard let observationNormalizer else { return }
    history.follow(values, by: observationNormalizer)
  }

  /// What the networks see of observations that come after those explored last.
  private func following(_ values: [Float], of environments: (Int) -> Bool = { _ in true }) -> [Float] {
    guard let observationNormalizer else { return values }
    var values = values
    values.withUnsafeMutableBufferPointer { values in
      for row in 0..<inspection.environments where environments(row) {
        history.normalize(row, of: values, by: observationNormalizer)
      }
    }
    return values
  }

  /// Adds a step to a rollout, true final observations included.
  mutating func keep<A: Action>(
    _ transitions: TransitionBatch<A>, next: ObservationBatch, in rollout: inout RolloutBuffer
  ) {
    var rewards = transitions.rewards
    if inspection.inspect(rewards, "reward") { returnNormalizer?.normalize(&rewards, ends: transitions.ends) }
    var finals: [Float] = []
    if transitions.ends.contains(.truncated) {
      finals = transitions.finalObservations
      inspection.inspect(finals, "final observation", where: { transitions.ends[$0] == .truncated })
      finals = following(finals) { transitions.ends[$0] == .truncated }
    }
    // Before the next action: a policy that acts on a number that is not finite may choose what its mask forbids.
    inspection.inspect(next.values, "observation")
    let last = rollout.filled == rollout.steps - 1 ? following(next.values) : []
    rollout.keepOutcome(rewards: rewards, ends: transitions.ends, finals: finals, next: last)
  }

  /// The error that the first bad number amounts to, told once.
  mutating func takeError(at progress: TrainingProgress) -> AgentError? {
    defer { inspection.clear() }
    return inspection.error(at: progress)
  }
}
