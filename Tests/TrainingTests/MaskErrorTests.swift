import RLCore
import Randomness
import Testing
import Training

@Suite("Masks that leave nothing to do")
struct MaskErrorTests {
  /// Two choices of which the second loses all options after some steps.
  private struct Corner: Environment {
    typealias ActionType = DiscreteAction

    let place: Int
    private var steps = 0
    let observationSpace = ObservationSpace(width: 1)
    let actionSpace = DiscreteAction.Domain(count: 2)
    let masksActions = true

    init(place: Int) { self.place = place }

    mutating func reset(using random: inout RandomStream) {}

    mutating func step(_ action: DiscreteAction) -> StepOutcome {
      steps += 1
      return StepOutcome(reward: 0)
    }

    func writeObservation(into row: inout MutableSpan<Float>) { row[0] = 0 }

    func writeActionMask(into row: inout MutableSpan<Bool>) {
      for index in row.indices { row[index] = steps < place }
    }
  }

  private func corners(_ places: Int...) throws -> VectorEnvironment<Corner> {
    try VectorEnvironment(places.map { Corner(place: $0) }, random: RandomStream(seed: 1))
  }

  @Test("Training ends with the environment, the choice and the step, before anybody has to act")
  func refusal() {
    let agent = StubAgent(interval: 1000)
    var progress = TrainingProgress(totalSteps: 100)
    let error = MaskError(environment: 1, choice: 0, step: 6)
    #expect(throws: error) {
      try train(agent, in: corners(99, 3), progress: &progress, random: RandomStream(seed: 1))
    }
    #expect(agent.explored.count == 3)
    #expect(
      error.description == "the mask of environment 1 must leave choice 0 a valid option, left none at step 6")
  }

  @Test("A first observation without a valid option is refused too")
  func atTheStart() {
    var progress = TrainingProgress(totalSteps: 100)
    #expect(throws: MaskError(environment: 0, choice: 0, step: 0)) {
      try train(StubAgent(interval: 1), in: corners(0), progress: &progress, random: RandomStream(seed: 1))
    }
  }

  @Test("Every choice of several needs an option of its own")
  func severalChoices() throws {
    var observations = ObservationBatch(count: 1, width: 1, maskWidth: 5)
    observations.masks = [true, false, false, false, true]
    let space = MultiDiscreteAction.Domain(counts: [2, 3])
    try observations.requireValidOptions(of: space.choices, at: 4)
    observations.masks = [true, true, false, false, false]
    #expect(throws: MaskError(environment: 0, choice: 1, step: 4)) {
      try observations.requireValidOptions(of: space.choices, at: 4)
    }
  }
}
