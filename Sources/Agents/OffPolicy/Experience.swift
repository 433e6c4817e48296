import RLCore
import Settings

/// What an agent with continuous actions does between two updates: remember what it saw and did, and count the steps
/// until the next update falls due.
struct Experience {
  let replay: ReplayBuffer
  let cadence: UpdateCadence
  /// Environment steps recorded, over all environments.
  private(set) var steps = 0
  /// Steps recorded since the last call of ``takeDueGradientSteps(at:)``.
  private(set) var added = 0
  /// Actions in ±1 until their outcome is known, [environments × dimensions].
  private var stored: [Float] = []
  private var recorder: ExperienceRecorder<ContinuousAction>

  init(
    _ configuration: ReplayConfiguration, cadence: UpdateCadence, shape: ReplayShape, discount: Float
  ) throws(ConfigurationError) {
    try cadence.validate()
    replay = try ReplayBuffer(configuration, shape: shape, discount: discount)
    recorder = ExperienceRecorder(replay)
    self.cadence = cadence
  }

  var environments: Int { recorder.environments }

  /// Whether the agent still acts at random to fill its memory.
  var isWarmingUp: Bool { steps < cadence.learningStarts }

  /// Takes in what is acted on while exploring.
  mutating func open(_ observations: ObservationBatch) throws(PolicyError) { try recorder.open(observations) }

  /// Notes the stored actions, [environments × dimensions], until their outcome is known.
  mutating func keep(_ actions: [Float]) { stored = actions }

  /// Adds the outcome of the actions that were noted last.
  mutating func record(_ transitions: TransitionBatch<ContinuousAction>, next: ObservationBatch) {
    steps += environments
    added += environments
    recorder.record(stored, transitions, next: next)
  }

  /// Gradient steps that fall due now.
  ///
  /// - Throws: `AgentError` if a number that came in was not finite.
  mutating func takeDueGradientSteps(at progress: TrainingProgress) throws(AgentError) -> Int {
    try recorder.requireFiniteNumbers(at: progress)
    defer { added = 0 }
    return cadence.due(after: steps, added: added)
  }

  /// The first number that was not finite and is not yet refused.
  var defect: NumberInspection.Defect? { recorder.defect }

  /// Goes on from a checkpoint, whose replay buffer is restored already.
  mutating func restore(steps: Int, added: Int, defect: NumberInspection.Defect?) {
    self.steps = steps
    self.added = added
    stored = []
    recorder.restore(defect)
  }
}
