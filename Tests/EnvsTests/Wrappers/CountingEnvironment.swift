import RLCore
import Randomness

/// Counts its steps from a start that the seed draws, with a mask that moves with the count.
struct CountingEnvironment: Environment {
  /// Steps after which it terminates.
  var length = Int.max
  var start: Float = 0
  var steps = 0

  var observationSpace: ObservationSpace {
    ObservationSpace(groups: [.init("start", columns: 1), .init("count", rows: 2, columns: 1, isPadded: true)])
  }
  var actionSpace: DiscreteAction.Domain { DiscreteAction.Domain(count: 3) }
  var masksActions: Bool { true }

  mutating func reset(using random: inout RandomStream) {
    start = Float(random.index(below: 1000) * 1000)
    steps = 0
  }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    steps += 1
    return StepOutcome(reward: Float(action.index), end: steps >= length ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = start
    row[1] = Float(steps)
    row[2] = Float(-steps)
  }

  func writeActionMask(into row: inout MutableSpan<Bool>) { row[steps % 3] = false }
}
