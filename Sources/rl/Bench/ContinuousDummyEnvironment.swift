import RLFramework

/// The continuous counterpart of ``DummyEnvironment``: episodes of fixed length over precomputed observations.
struct ContinuousDummyEnvironment: Environment {
  let observationSpace: ObservationSpace
  let actionSpace: ContinuousAction.Domain
  private var table: DummyEnvironment

  init(observations: Int, dimensions: Int, random: RandomStream) {
    observationSpace = ObservationSpace(width: observations)
    actionSpace = ContinuousAction.Domain(
      low: [Float](repeating: -1, count: dimensions), high: [Float](repeating: 1, count: dimensions))
    table = DummyEnvironment(observationSpace: observationSpace, actions: 1, masksActions: false, random: random)
  }

  mutating func reset(using random: inout RandomStream) { table.reset(using: &random) }

  mutating func step(_ action: ContinuousAction) -> StepOutcome { table.step(DiscreteAction(0)) }

  func writeObservation(into row: inout MutableSpan<Float>) { table.writeObservation(into: &row) }
}
