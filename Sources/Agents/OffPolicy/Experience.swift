import RLCore
import Randomness
import Settings
import Tensors

/// What an agent that learns from a replay buffer does between two updates: remember what it saw and did, look for bad
/// numbers, and count the steps until the next update falls due.
struct Experience {
  let replay: ReplayBuffer
  let cadence: UpdateCadence
  let environments: Int
  private(set) var inspection: NumberInspection
  /// Environment steps recorded, over all environments.
  private(set) var steps = 0
  /// Steps recorded since the last call of ``takeDueGradientSteps(at:)``.
  private var added = 0
  private var stored: [Float] = []

  init(
    _ configuration: ReplayConfiguration, cadence: UpdateCadence, shape: ReplayShape, discount: Float
  ) throws(ConfigurationError) {
    try cadence.validate()
    replay = try ReplayBuffer(configuration, shape: shape, discount: discount)
    self.cadence = cadence
    environments = shape.environments
    inspection = NumberInspection(environments: shape.environments)
  }

  /// Whether the agent still acts at random to fill its memory.
  var isWarmingUp: Bool { steps < cadence.learningStarts }

  /// Takes in what is acted on while exploring.
  mutating func open(_ observations: ObservationBatch) {
    let shape = replay.shape
    precondition(
      (observations.count, observations.width, observations.maskWidth)
        == (shape.environments, shape.width, shape.maskWidth),
      "the agent learns from \(shape.environments) environments with \(shape.width) values and \(shape.maskWidth) mask "
        + "flags, was \(observations.count), \(observations.width) and \(observations.maskWidth)")
    inspection.inspect(observations.values, "observation", stepsBefore: environments)
    replay.open(observations)
  }

  /// Notes the stored actions, [environments × storage width], until their outcome is known.
  mutating func keep(_ actions: [Float]) { stored = actions }

  /// Adds the outcome of the actions that were noted last.
  mutating func record<A: Action>(_ transitions: TransitionBatch<A>, next: ObservationBatch) {
    inspection.inspect(transitions.rewards, "reward")
    if transitions.ends.contains(where: { $0 != nil }) {
      inspection.inspect(transitions.finalObservations, "final observation", where: { transitions.ends[$0] != nil })
    }
    inspection.inspect(next.values, "observation")
    steps += environments
    added += environments
    replay.add(actions: stored, rewards: transitions.rewards, transitions: transitions, next: next)
  }

  /// Gradient steps that fall due now.
  ///
  /// - Throws: `AgentError` where a number that came in was not finite; what was remembered is forgotten then.
  mutating func takeDueGradientSteps(at progress: TrainingProgress) throws(AgentError) -> Int {
    if let error = inspection.error(at: progress) {
      inspection.clear()
      replay.removeAll()
      throw error
    }
    defer { added = 0 }
    return cadence.due(after: steps, added: added)
  }

  /// Goes on from a checkpoint.
  mutating func restore(steps: Int) {
    self.steps = steps
    added = 0
    inspection.clear()
  }
}
