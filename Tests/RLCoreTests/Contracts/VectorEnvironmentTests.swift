import RLCore
import Randomness
import Testing

@Suite("VectorEnvironment")
struct VectorEnvironmentTests {
  @Test("An episode that ends resets within the same step; its last observation and mask stay with the transition")
  func sameStepReset() throws {
    let environments = try VectorEnvironment(
      [CountingEnvironment(length: 2, choices: 4), CountingEnvironment(length: 3, end: .truncated)],
      random: RandomStream(seed: 1))
    var observations = environments.reset()
    #expect(observations.isStart == [true, true])
    let starts = [observations.values[0], observations.values[2]]
    let actions = [DiscreteAction(0), DiscreteAction(0)]

    var transitions = environments.step(actions, observing: &observations)
    #expect(transitions.ends == [nil, nil])
    #expect(observations.isStart == [false, false])
    #expect(observations.values == [starts[0], 1, starts[1], 1])

    transitions = environments.step(actions, observing: &observations)
    #expect(transitions.ends == [.terminated, nil])
    #expect(transitions.rewards == [2, 2])
    #expect(Array(transitions.finalObservations[..<2]) == [starts[0], 2])
    #expect(Array(transitions.finalMasks[..<3]) == [false, false, true])
    #expect(observations.isStart == [true, false])
    #expect(observations.values[0] != starts[0] && observations.values[1] == 0, "the next episode's first observation")
    #expect(Array(observations.masks[..<3]) == [true, false, false])
    #expect(Array(observations.values[2...]) == [starts[1], 2])

    transitions = environments.step(actions, observing: &observations)
    #expect(transitions.ends == [nil, .truncated])
    #expect(Array(transitions.finalObservations[2...]) == [starts[1], 3])
    #expect(observations.isStart == [false, true])
  }

  @Test("An environment's episodes do not depend on how many run beside it")
  func independentStreams() throws {
    func starts(count: Int) throws -> [Float] {
      let environments = try VectorEnvironment(
        (0..<count).map { _ in CountingEnvironment(length: 1) }, random: RandomStream(seed: 5))
      var observations = environments.reset()
      let actions = [DiscreteAction](repeating: DiscreteAction(0), count: count)
      return (0..<4).flatMap { _ in
        _ = environments.step(actions, observing: &observations)
        return observations.values[2..<4]
      }
    }
    #expect(try starts(count: 2) == starts(count: 7))
    #expect(try Set(starts(count: 2)).count > 3, "episodes differ from each other")
  }

  @Test("Masks take no room where the environment never masks")
  func unmasked() throws {
    struct Plain: Environment {
      typealias ActionType = DiscreteAction
      let observationSpace = ObservationSpace(width: 1)
      let actionSpace = DiscreteAction.Domain(count: 3)
      mutating func reset(using random: inout RandomStream) {}
      mutating func step(_ action: DiscreteAction) -> StepOutcome { StepOutcome(reward: Float(action.index)) }
      func writeObservation(into row: inout MutableSpan<Float>) { row[0] = 1 }
    }
    let environments = try VectorEnvironment([Plain(), Plain()], random: RandomStream(seed: 1))
    var observations = environments.reset()
    #expect(environments.maskWidth == 0 && observations.masks.isEmpty)
    let transitions = environments.step([DiscreteAction(2), DiscreteAction(1)], observing: &observations)
    #expect(transitions.rewards == [2, 1])
    #expect(transitions.finalMasks.isEmpty)
  }
}
