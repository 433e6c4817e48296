import Envs
import RLCore
import Randomness
import Testing

@Suite("RescaledAction")
struct RescaledActionTests {
  @Test("The interval is mapped linearly to the bounds of each dimension, which are met exactly")
  func mapping() {
    var environment = RescaledAction(Echo())
    #expect(environment.actionSpace == ContinuousAction.Domain(low: [-1, -1], high: [1, 1]))
    for (action, expected): ([Float], [Float]) in [
      ([-1, -1], [-3, 0.1]), ([1, 1], [5, 0.7]), ([0, 0], [1, 0.4]), ([0.5, -0.5], [3, 0.25]),
    ] {
      _ = environment.step(ContinuousAction(action))
      #expect(zip(environment.observed, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(action)")
      if abs(action[0]) == 1 { #expect(environment.observed == expected) }
    }
  }

  @Test("Values beyond ±1 are clamped")
  func clamping() {
    var environment = RescaledAction(Echo())
    _ = environment.step(ContinuousAction([-7, 1.0001]))
    #expect(environment.observed == [-3, 0.7])
    _ = environment.step(ContinuousAction([.infinity, -.infinity]))
    #expect(environment.observed == [5, 0.1])
  }

  @Test("A pendulum moves as with the torque itself")
  func pendulum() {
    var rescaled = RescaledAction(Pendulum())
    var plain = Pendulum()
    var first = RandomStream(seed: 5)
    var second = RandomStream(seed: 5)
    rescaled.reset(using: &first)
    plain.reset(using: &second)
    for step in 0..<200 {
      let share = Float(step % 9) / 4 - 1
      #expect(rescaled.step(ContinuousAction([share])) == plain.step(ContinuousAction([2 * share])))
    }
    #expect(rescaled.observed == plain.observed)
    #expect(rescaled.observationSpace == plain.observationSpace && !rescaled.masksActions)
  }
}

/// Observes its last action.
private struct Echo: Environment {
  var last: [Float] = [0, 0]

  var observationSpace: ObservationSpace { ObservationSpace(width: 2) }
  var actionSpace: ContinuousAction.Domain { ContinuousAction.Domain(low: [-3, 0.1], high: [5, 0.7]) }

  mutating func reset(using random: inout RandomStream) { last = [0, 0] }

  mutating func step(_ action: ContinuousAction) -> StepOutcome {
    last = action.values
    return StepOutcome(reward: 0)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    for index in row.indices { row[index] = last[index] }
  }
}
