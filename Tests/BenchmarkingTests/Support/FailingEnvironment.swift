import Benchmarking
import RLCore
import Randomness

/// Goes well for a while, then gives a reward that is no number.
struct FailingEnvironment: Environment {
  let observationSpace = ObservationSpace(width: 1)
  let actionSpace = DiscreteAction.Domain(count: 2)
  private var steps = 0

  mutating func reset(using random: inout RandomStream) {}

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    steps += 1
    return StepOutcome(reward: steps < 20 ? 1 : .nan, end: steps.isMultiple(of: 5) ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) { row[0] = 1 }
}

/// Environments that are not to be had.
struct AbsentSource: EnvironmentSource {
  func make(count: Int, random: RandomStream) throws -> VectorEnvironment<FailingEnvironment> {
    throw BenchmarkError("there is no such simulator here")
  }
}
