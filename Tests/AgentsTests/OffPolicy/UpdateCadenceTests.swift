import RLCore
import Randomness
import Testing

@testable import Agents

@Suite("When gradient steps fall due")
struct UpdateCadenceTests {
  /// Gradient steps after each step of some environments.
  private func steps(_ cadence: UpdateCadence, environments: Int, rounds: Int) -> [Int] {
    (1...rounds).map { cadence.due(after: $0 * environments, added: environments) }
  }

  @Test("Nothing is due until learning starts, and only steps after that count")
  func learningStarts() {
    let cadence = UpdateCadence(learningStarts: 5)
    #expect(steps(cadence, environments: 1, rounds: 8) == [0, 0, 0, 0, 0, 1, 1, 1])
    #expect(steps(cadence, environments: 2, rounds: 5) == [0, 0, 1, 2, 2], "of the fifth and sixth step one counts")
    #expect(steps(cadence, environments: 4, rounds: 3) == [0, 3, 4])
    #expect(steps(UpdateCadence(learningStarts: 0), environments: 3, rounds: 2) == [3, 3])
  }

  @Test("A round falls due with every interval of environment steps, whatever the number of environments")
  func intervals() {
    let cadence = UpdateCadence(learningStarts: 10, interval: 4, gradientSteps: 3)
    #expect(
      steps(cadence, environments: 1, rounds: 20) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 3])
    #expect(steps(cadence, environments: 2, rounds: 10) == [0, 0, 0, 0, 0, 3, 0, 3, 0, 3])
    #expect(steps(cadence, environments: 8, rounds: 3) == [0, 6, 6], "steps 12 and 16, then 20 and 24")
    for environments in [1, 2, 4, 8, 16] {
      let total = steps(cadence, environments: environments, rounds: 160 / environments).reduce(0, +)
      #expect(total == 3 * (160 / 4 - 10 / 4), "\(environments) environments")
    }
  }

  @Test("A run has as many gradient steps in 1, 2 and 4 environments", arguments: ReplayingKind.allCases)
  func agents(_ kind: ReplayingKind) throws {
    var settings = ReplayingKind.Settings()
    settings.cadence = UpdateCadence(learningStarts: 20, interval: 4, gradientSteps: 2)
    for count in [1, 2, 4] {
      let environments = try ReplayedTask.environments(count)
      let agent = try kind.make(settings, for: environments)
      let reports = try learn(agent, in: environments, steps: 60)
      #expect(agent.gradientSteps == 20 && agent.experience.steps == 60)
      #expect(reports.count == 10 && reports.allSatisfy { $0["gradientSteps"] == 2 })
    }
  }
}
