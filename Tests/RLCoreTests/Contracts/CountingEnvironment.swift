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
  var actionSpace: DiscreteAction.Domain { DiscreteAction.Domain(count: length + 1) }
  let masksActions = true

  init(length: Int, end: EpisodeEnd = .terminated) {
    self.length = length
    self.end = end
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
