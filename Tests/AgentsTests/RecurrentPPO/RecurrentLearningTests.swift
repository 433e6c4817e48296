import Networks
import RLCore
import Randomness
import Testing
import Training

@testable import Agents

/// A task that is solved in a second with a memory, and not at all without one.
@Suite("Recurrent PPO learns")
struct RecurrentLearningTests {
  private func meanReturn<A: Agent, E: Environment>(
    _ agent: A, _ make: () -> E
  ) throws -> Double where E.ActionType == A.ActionType {
    let random = RandomStream(seed: 77)
    let judges = try VectorEnvironment((0..<10).map { _ in make() }, random: random)
    let episodes = try evaluatePolicy(agent, in: judges, episodes: 60, random: random).episodes
    return episodes.reduce(0) { $0 + $1.totalReward } / 60
  }

  private func configuration(_ cell: RecurrentCell, sharesMemory: Bool = false) -> RecurrentPPOConfiguration {
    RecurrentPPOConfiguration(
      learningRate: 5e-3, rolloutSteps: 16, batchSize: 64, epochs: 6, discount: 0.9, lambda: 0.9,
      network: RecurrentBlueprint(
        cell: cell, width: 16, sharesMemory: sharesMemory, policy: [], value: []))
  }

  private func solved<A: PolicyAction & CueAction>(
    _ type: A.Type, _ configuration: RecurrentPPOConfiguration, choices: Int = 3, masksActions: Bool = false,
    steps: Int,
    seed: UInt64 = 1
  ) throws -> Double {
    let make = { DelayedCue<A>(choices: choices, masksActions: masksActions) }
    let environments = try VectorEnvironment((0..<8).map { _ in make() }, random: RandomStream(seed: 2))
    let agent = try RecurrentPPO<A>(configuration, for: environments, random: RandomStream(seed: seed))
    try learn(agent, in: environments, steps: steps)
    return try meanReturn(agent, make)
  }

  @Test("a cue from three steps ago, with either cell", arguments: RecurrentCell.allCases)
  func discrete(cell: RecurrentCell) throws {
    #expect(try solved(DiscreteAction.self, configuration(cell), steps: 20_480) == 1)
  }

  @Test("a cue from three steps ago, with a common memory and with masks")
  func masked() throws {
    let configuration = configuration(.gru, sharesMemory: true)
    #expect(try solved(DiscreteAction.self, configuration, masksActions: true, steps: 20_480) == 1)
  }

  @Test("a cue from three steps ago, two choices at once")
  func multiDiscrete() throws {
    // Which beginnings lead there differs between instruction sets, so one of eight is asked for.
    let isSolved = try (1...8).contains { seed in
      try solved(MultiDiscreteAction.self, configuration(.lstm), choices: 2, steps: 20_480, seed: seed) == 1
    }
    #expect(isSolved)
  }

  @Test("a cue from three steps ago, as a real number")
  func continuous() throws {
    #expect(try solved(ContinuousAction.self, configuration(.lstm), steps: 30_720) >= 0.9)
  }

  @Test("a cue is beyond PPO without a memory")
  func withoutMemory() throws {
    let make = { DelayedCue<DiscreteAction>() }
    let environments = try VectorEnvironment((0..<8).map { _ in make() }, random: RandomStream(seed: 2))
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(
        learningRate: 5e-3, rolloutSteps: 16, batchSize: 64, epochs: 6, discount: 0.9, lambda: 0.9), for: environments)
    try learn(agent, in: environments, steps: 20_480)
    #expect(try meanReturn(agent, make) < 0.6)
  }
}
