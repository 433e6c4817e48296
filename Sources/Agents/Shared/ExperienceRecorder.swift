import RLCore
import Randomness
import Settings

/// Brings what an agent sees into its replay buffer, and nothing that is not finite.
struct ExperienceRecorder<ActionType: Action> {
  let replay: ReplayBuffer
  let environments: Int
  private let storageWidth: Int
  private var inspection: NumberInspection
  private var stored: [Float]

  init(_ replay: ReplayBuffer) {
    self.replay = replay
    environments = replay.shape.environments
    storageWidth = replay.shape.storageWidth
    inspection = NumberInspection(environments: environments)
    stored = [Float](repeating: 0, count: environments * storageWidth)
  }

  /// Takes in what is acted on next.
  mutating func open(_ observations: ObservationBatch) throws(PolicyError) {
    try observations.requireExplored(
      by: environments, width: replay.shape.width, maskWidth: replay.shape.maskWidth)
    if inspection.inspect(observations.values, "observation", stepsBefore: environments) { replay.open(observations) }
  }

  /// Adds a step of every environment, unless a number of it is not finite.
  mutating func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    let width = storageWidth
    stored.withUnsafeMutableBufferPointer { stored in
      for (environment, action) in transitions.actions.enumerated() {
        var row = UnsafeMutableBufferPointer(
          rebasing: stored[environment * width..<(environment + 1) * width]
        ).mutableSpan
        action.write(into: &row)
      }
    }
    record(stored, transitions, next: next)
  }

  /// Adds a step of every environment whose actions are stored otherwise than they were done.
  ///
  /// - Parameters:
  ///   - actions: Stored actions, [environments × storage width].
  ///   - transitions: What came of them.
  ///   - next: What to act on next.
  mutating func record(_ actions: [Float], _ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    let ends = transitions.ends
    inspection.inspect(transitions.rewards, "reward")
    if ends.contains(where: { $0 != nil }) {
      inspection.inspect(transitions.finalObservations, "final observation", where: { ends[$0] != nil })
    }
    inspection.inspect(next.values, "observation")
    guard inspection.defect == nil else { return }
    replay.add(actions: actions, rewards: transitions.rewards, transitions: transitions, next: next)
  }

  /// The first number that was not finite and is not yet refused.
  var defect: NumberInspection.Defect? { inspection.defect }

  /// Goes on from a checkpoint.
  mutating func restore(_ defect: NumberInspection.Defect?) { inspection.restore(defect) }

  /// Throws what was found since the last call; whoever goes on keeps the experience and begins with new episodes.
  mutating func requireFiniteNumbers(at progress: TrainingProgress) throws(AgentError) {
    guard let error = inspection.error(at: progress) else { return }
    inspection.clear()
    replay.interrupt()
    throw error
  }
}
