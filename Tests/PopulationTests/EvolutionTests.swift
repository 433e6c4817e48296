import Randomness
import Settings
import Testing

@testable import Population

@Suite("Exploit and explore")
struct EvolutionTests {
  private static let space = HyperparameterSpace([Hyperparameter("rate", .uniform(lower: 0.001, upper: 1000))])

  /// A history of so many generations in which each member's fitness is the one given.
  private func history(
    _ fitness: [Double?], generations: Int = 1, copies: [Int: [Int]] = [:]
  ) -> PopulationHistory {
    var history = PopulationHistory(members: fitness.count)
    for generation in 0..<generations {
      history.append(
        fitness.enumerated().map { member, fitness in
          let isCopy = copies[generation]?.contains(member) ?? false
          return PopulationHistory.Stretch(
            generation: generation, member: member, steps: (generation + 1) * 10, parent: isCopy ? 0 : member,
            event: isCopy ? .copy : .continue,
            hyperparameters: HyperparameterValues(["rate": .number(1.5 + Double(member))]), fitness: fitness)
        })
    }
    return history
  }

  private func plan(
    _ history: PopulationHistory, selection: PopulationSelection = .truncation(fraction: 0.25),
    strategy: PopulationStrategy = .evolve, readyInterval: Int = 0, warmUpSteps: Int = 0, seed: UInt64 = 1
  ) -> [Assignment] {
    Evolution(
      configuration: PopulationConfiguration(
        members: history.members, stepsPerMember: 1000, interval: 10, strategy: strategy, selection: selection,
        resampleProbability: 0, readyInterval: readyInterval, warmUpSteps: warmUpSteps, seed: seed),
      space: Self.space
    ).next(after: history)
  }

  private func copies(_ plan: [Assignment]) -> [Int] { plan.filter { $0.event == .copy }.map(\.member) }

  @Test("The worst quarter copies one of the best quarter and explores from its hyper-parameters")
  func truncation() {
    let fitness: [Double] = [3, 9, 1, 4, 8, 2, 5, 6]
    var winners: Set<Int> = []
    for seed in 0..<20 {
      let next = plan(history(fitness), seed: UInt64(seed))
      #expect(next.map(\.member) == Array(0..<8))
      #expect(copies(next) == [2, 5])
      for assignment in next where assignment.event == .copy {
        guard let parent = assignment.parent, let rate = assignment.hyperparameters["rate"]?.double else {
          Issue.record("a copy has a parent and a rate")
          continue
        }
        winners.insert(parent)
        let ratio = rate / (1.5 + Double(parent))
        #expect(abs(ratio - 0.8) < 1e-5 || abs(ratio - 1.2) < 1e-5)
      }
      for assignment in next where assignment.event != .copy {
        #expect(assignment.event == .continue && assignment.parent == assignment.member)
        #expect(assignment.hyperparameters["rate"] == .number(1.5 + Double(assignment.member)))
      }
    }
    #expect(winners == [1, 4])
    #expect(copies(plan(history([2, 1, 3]))) == [1], "one member at least")
  }

  @Test("Each draws another one and copies it where it is better")
  func tournament() {
    let fitness: [Double] = [3, 9, 1, 4]
    var seen: Set<[Int]> = []
    for seed in 0..<50 {
      for assignment in plan(history(fitness), selection: .binaryTournament, seed: UInt64(seed)) {
        guard assignment.event == .copy, let parent = assignment.parent else { continue }
        #expect(fitness[parent] > fitness[assignment.member])
        seen.insert([assignment.member, parent])
      }
    }
    #expect(seen == [[0, 1], [0, 3], [2, 0], [2, 1], [2, 3], [3, 1]])
  }

  @Test("Nobody copies one that failed, or an equal")
  func failures() {
    #expect(copies(plan(history([nil, nil, nil, nil]))) == [])
    #expect(copies(plan(history([7, 7, 7, 7]))) == [])
    let next = plan(history([nil, -5, nil, -6]), selection: .truncation(fraction: 0.5))
    #expect(copies(next) == [0, 2])
    #expect(next.allSatisfy { $0.event != .copy || $0.parent == 1 || $0.parent == 3 })
    #expect(history([nil, 3, nil, 4]).ranking(of: 0).map(\.member) == [3, 1, 0, 2])
  }

  @Test("Nobody copies before the warm-up is over, nor soon after having copied")
  func patience() {
    let fitness: [Double] = [4, 3, 2, 1]
    #expect(copies(plan(history(fitness, generations: 2), warmUpSteps: 21)) == [])
    #expect(copies(plan(history(fitness, generations: 2), warmUpSteps: 20)) == [3])
    // Member 3 copied when generation 1 began, after 10 steps; generation 2 ends after 30.
    let copied = history(fitness, generations: 3, copies: [1: [3]])
    #expect(copies(plan(copied, readyInterval: 21)) == [])
    #expect(copies(plan(copied, readyInterval: 20)) == [3])
    #expect(copies(plan(history(fitness, generations: 1), readyInterval: 1000)) == [3], "who never copied is ready")
  }

  @Test("Random search keeps what it drew, a seed sweep the settings of the task")
  func baselines() {
    func begin(_ strategy: PopulationStrategy) -> [Assignment] {
      Evolution(configuration: PopulationConfiguration(members: 4, strategy: strategy), space: Self.space).begin()
    }
    #expect(begin(.randomSearch) == begin(.evolve), "the comparison begins alike")
    #expect(Set(begin(.evolve).map { $0.hyperparameters.json.text }).count == 4)
    #expect(begin(.seedSweep).allSatisfy { $0.hyperparameters.isEmpty && $0.event == .start })
    for strategy in [PopulationStrategy.randomSearch, .seedSweep] {
      #expect(copies(plan(history([4, 3, 2, 1]), strategy: strategy)) == [])
    }
  }

  @Test("A plan that cannot be is refused with the field")
  func configuration() {
    func field(_ configuration: PopulationConfiguration) -> String? {
      #expect(throws: ConfigurationError.self) { try configuration.validate() }?.field
    }
    #expect(field(PopulationConfiguration(members: 0)) == "members")
    #expect(field(PopulationConfiguration(members: 1)) == "members")
    #expect(field(PopulationConfiguration(stepsPerMember: 0)) == "stepsPerMember")
    #expect(field(PopulationConfiguration(stepsPerMember: 10, interval: 11)) == "interval")
    #expect(field(PopulationConfiguration(selection: .truncation(fraction: 0.6))) == "selection.truncation.fraction")
    #expect(field(PopulationConfiguration(resampleProbability: 1.1)) == "resampleProbability")
    #expect(PopulationConfiguration().generations == 25)
    let uneven = PopulationConfiguration(stepsPerMember: 25, interval: 10)
    #expect(uneven.generations == 3 && (0..<3).map(uneven.endStep) == [10, 20, 25])
  }
}
