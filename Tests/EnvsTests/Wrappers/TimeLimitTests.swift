import Envs
import RLCore
import Randomness
import Testing

@Suite("TimeLimit")
struct TimeLimitTests {
  private func ends(length: Int, limit: Int) -> [EpisodeEnd?] {
    var environment = TimeLimit(CountingEnvironment(length: length), maximumSteps: limit)
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    var ends: [EpisodeEnd?] = []
    while ends.last.flatMap({ $0 }) == nil { ends.append(environment.step(DiscreteAction(0)).end) }
    return ends
  }

  @Test("The last step truncates, and only that")
  func truncation() { #expect(ends(length: 9, limit: 3) == [nil, nil, .truncated]) }

  @Test("A termination with the last allowed step stays a termination")
  func sameStep() { #expect(ends(length: 3, limit: 3) == [nil, nil, .terminated]) }

  @Test("A termination before the limit stays one, and a limit of one step truncates at once")
  func limits() {
    #expect(ends(length: 2, limit: 3) == [nil, .terminated])
    #expect(ends(length: 9, limit: 1) == [.truncated])
  }

  @Test("A truncation of the environment itself stays one")
  func inner() {
    var environment = TimeLimit(TimeLimit(CountingEnvironment(), maximumSteps: 2), maximumSteps: 5)
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    #expect([0, 1].map { environment.step(DiscreteAction($0)).end } == [nil, .truncated])
  }

  @Test("A reset in the middle of an episode starts a full one")
  func resetInTheMiddle() {
    var environment = TimeLimit(CountingEnvironment(), maximumSteps: 3)
    var random = RandomStream(seed: 1)
    for _ in 0..<3 {
      environment.reset(using: &random)
      #expect([0, 1].allSatisfy { environment.step(DiscreteAction($0)).end == nil })
    }
    #expect(environment.step(DiscreteAction(2)) == StepOutcome(reward: 2, end: .truncated))
  }

  @Test("Observation, spaces and mask are those of the environment")
  func passesThrough() {
    var environment = TimeLimit(CountingEnvironment(), maximumSteps: 3)
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    _ = environment.step(DiscreteAction(0))
    #expect(environment.observationSpace == environment.base.observationSpace)
    #expect(environment.actionSpace == environment.base.actionSpace)
    #expect(environment.masksActions && environment.validChoices == [true, false, true])
    #expect(environment.observed == [environment.base.start, 1, -1])
  }
}
