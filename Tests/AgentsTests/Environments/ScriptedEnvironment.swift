import RLCore
import Randomness

/// Plays one script over and over: what each step observes, pays and how it ends.
///
/// Ignores actions.
struct ScriptedEnvironment<ActionType: Action>: Environment {
  /// One step: what is seen before it and what comes of it.
  struct Step {
    var observation: [Float]
    var reward: Float = 0
    var end: EpisodeEnd?
    /// What is seen when the episode ends with this step.
    var final: [Float] = []
    /// Valid choices before the step; empty where nothing is masked.
    var mask: [Bool] = []
  }

  let script: [Step]
  let observationSpace: ObservationSpace
  let actionSpace: ActionType.Domain
  private var position = -1
  private var isFinal = false
  private(set) var actions: [ActionType] = []

  init(_ script: [Step], space: ObservationSpace? = nil, actionSpace: ActionType.Domain) {
    self.script = script
    observationSpace = space ?? ObservationSpace(width: script[0].observation.count)
    self.actionSpace = actionSpace
  }

  var masksActions: Bool { !script[0].mask.isEmpty }

  mutating func reset(using random: inout RandomStream) {
    isFinal = false
    position = (position + 1) % script.count
  }

  mutating func step(_ action: ActionType) -> StepOutcome {
    let step = script[position]
    actions.append(action)
    if step.end == nil { position = (position + 1) % script.count } else { isFinal = true }
    return StepOutcome(reward: step.reward, end: step.end)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    let values = isFinal ? script[position].final : script[position].observation
    for index in row.indices { row[index] = values[index] }
  }

  func writeActionMask(into row: inout MutableSpan<Bool>) {
    for (index, flag) in script[position].mask.enumerated() { row[index] = flag }
  }
}
