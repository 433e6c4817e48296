#if !DEBUG
  import Envs
  import RLCore
  import Randomness
  import Testing
  import Training

  @testable import Agents

  @Suite("CartPole-v1 without velocities", .serialized)
  struct RecurrentCartPoleTests {
    @Test("The preset solves the task, 475 over 20 episodes, on 3 of 3 seeds in 100 000 steps")
    func threeSeeds() throws {
      let means = try (1...3).map { seed in
        let mean = try meanReturn(seed: UInt64(seed))
        print("CartPole-v1 without velocities, seed \(seed): mean return \(mean) over 20 episodes")
        return mean
      }
      #expect(means.allSatisfy { $0 >= 475 }, "\(means)")
    }

    private func meanReturn(seed: UInt64) throws -> Double {
      let random = RandomStream(seed: seed)
      let environments = try VectorEnvironment((0..<8).map { _ in CartPole().withoutVelocity }, random: random)
      let agent = try RecurrentPPO<DiscreteAction>(.cartPoleWithoutVelocity, for: environments, random: random)
      try learn(agent, in: environments, steps: 100_000, seed: seed)
      let judges = try VectorEnvironment(
        (0..<20).map { _ in CartPole().withoutVelocity }, random: random.split("evaluation"))
      let episodes = try evaluatePolicy(agent, in: judges, episodes: 20, random: random.split("evaluation")).episodes
      return episodes.reduce(0) { $0 + $1.totalReward } / Double(episodes.count)
    }
  }
#endif
