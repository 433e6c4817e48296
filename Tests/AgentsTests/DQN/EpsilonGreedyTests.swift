import Networks
import RLCore
import RLTesting
import Randomness
import Testing

@testable import Agents

@Suite("ε-greedy choices")
struct EpsilonGreedyTests {
  @Test("A masked choice is neither drawn nor the best, and valid ones are drawn equally often")
  func masks() {
    let choice = EpsilonGreedy(choices: 5)
    var observations = ObservationBatch(count: 1, width: 1, maskWidth: 5)
    observations.masks = [false, true, true, false, true]
    var (random, hits) = (RandomStream(seed: 1), [Int](repeating: 0, count: 5))
    let values: [Float] = [9, 1, 3, 8, 2]
    var actions: [DiscreteAction] = []
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      for _ in 0..<6000 {
        choice.choose(for: observations, epsilon: 1, into: &actions, using: &random) { start }
        hits[actions[0].index] += 1
      }
      choice.choose(for: observations, epsilon: 0, into: &actions, using: &random) { start }
      #expect(actions == [DiscreteAction(2)])
    }
    #expect(hits[0] == 0 && hits[3] == 0)
    #expect([1, 2, 4].allSatisfy { abs(hits[$0] - 2000) < 150 }, "\(hits)")
  }

  @Test("The best of nothing is nothing, the first of equals is the best, and negative values count")
  func best() {
    let choice = EpsilonGreedy(choices: 3)
    #expect(choice.best(of: [1, 2, 3], mask: [0, 0, 0]) == nil)
    #expect(choice.best(of: [2, 2, 1], mask: nil) == 0)
    #expect(choice.best(of: [-5, -3, -4], mask: [1, 0, 1]) == 2)
    #expect(choice.best(of: [.nan, .nan, .nan], mask: [0, 1, 1]) == 1)
  }

  @Test("Values are not computed where every row explores, and nothing is drawn where none does")
  func economy() {
    let choice = EpsilonGreedy(choices: 2)
    let observations = ObservationBatch(count: 1, width: 1, maskWidth: 0)
    var random = RandomStream(seed: 1)
    var actions: [DiscreteAction] = []
    choice.choose(for: observations, epsilon: 1, into: &actions, using: &random) {
      Issue.record("computed")
      return UnsafePointer(UnsafeMutablePointer<Float>.allocate(capacity: 2))
    }
    let before = random
    let values: [Float] = [0, 1]
    values.withUnsafeBufferPointer { values in
      if let start = values.baseAddress {
        choice.choose(for: observations, epsilon: 0, into: &actions, using: &random) { start }
      }
    }
    #expect(random == before)
  }

  @Test("ε depends on environment steps, not on how many environments take them", arguments: ValueAgentKind.allCases)
  func schedule(kind: ValueAgentKind) throws {
    var seen: [Int: [Float]] = [:]
    for count in [1, 4] {
      let environments = try VectorEnvironment(
        (0..<count).map { _ in IdentityEnvironment(choices: 3) }, random: RandomStream(seed: 1))
      let agent = try kind.make(
        for: environments, learningStarts: 40, exploration: .linear(from: 0.8, to: 0.2, over: 0.5))
      try record(agent, in: environments, into: &seen)
    }
    #expect(seen[1] == seen[4])
    let expected: [Float] = [1, 0.8 - 0.6 * 0.4, 0.8 - 0.6 * 0.8, 0.2, 0.2]
    for (found, wanted) in zip(try #require(seen[1]), expected) { #expect(abs(found - wanted) < 1e-6) }
  }

  private func record(
    _ agent: some ValueAgent, in environments: VectorEnvironment<IdentityEnvironment>, into seen: inout [Int: [Float]]
  ) throws {
    var (progress, random) = (TrainingProgress(totalSteps: 200), RandomStream(seed: 1))
    var observations = environments.reset()
    var rates: [Float] = []
    for _ in 0..<5 {
      rates.append(epsilon(of: agent))
      try agent.run(
        in: environments, from: &observations, steps: 40 / environments.count, progress: &progress, using: &random)
    }
    seen[environments.count] = rates
  }

  private func epsilon(of agent: some ValueAgent) -> Float {
    if let agent = agent as? DQN { return agent.learner.epsilon(agent.configuration) }
    if let agent = agent as? QRDQN { return agent.learner.epsilon(agent.configuration) }
    return .nan
  }
}
