import RLCore
import Randomness

/// Counts steps up to a length; the observation is [start, steps], the mask allows exactly choice `steps`.
struct CountingEnvironment: Environment {
  typealias ActionType = DiscreteAction

  let length: Int
  let end: EpisodeEnd
  var start: Float = 0
  var steps = 0

  let observationSpace = ObservationSpace(width: 2)
  let actionSpace: DiscreteAction.Domain
  let masksActions = true

  /// As many choices as there are places of the mask to light up, unless told otherwise.
  init(length: Int, end: EpisodeEnd = .terminated, choices: Int? = nil) {
    self.length = length
    self.end = end
    actionSpace = DiscreteAction.Domain(count: choices ?? length + 1)
  }

  mutating func reset(using random: inout RandomStream) {
    start = random.uniform()
    steps = 0
  }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    steps += 1
    return StepOutcome(reward: Float(steps), end: steps == length ? end : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = start
    row[1] = Float(steps)
  }

  func writeActionMask(into row: inout MutableSpan<Bool>) {
    for index in row.indices { row[index] = index == steps }
  }
}
