#if !DEBUG
  import Envs
  import Networks
  import RLCore
  import Randomness
  import Testing
  import Training

  @testable import Agents

  @Suite("CartPole-v1", .serialized)
  struct CartPoleLearningTests {
    @Test("The zoo's hyperparameters reach 500.0 over 20 episodes on at least 9 of 10 seeds in 100 000 steps")
    func tenSeeds() throws {
      let means = try (1...10).map { seed in
        let mean = try meanReturn(seed: UInt64(seed))
        print("CartPole-v1, seed \(seed): mean return \(mean) over 20 episodes")
        return mean
      }
      #expect(means.count { $0 == 500 } >= 9, "\(means)")
    }

    private func meanReturn(seed: UInt64) throws -> Double {
      let random = RandomStream(seed: seed)
      let environments = try VectorEnvironment((0..<8).map { _ in CartPole() }, random: random)
      let agent = try PPO<DiscreteAction>(.cartPole, network: MLPBlueprint(), for: environments, seed: seed)
      try learn(agent, in: environments, steps: 100_000, seed: seed)
      let judges = try VectorEnvironment((0..<20).map { _ in CartPole() }, random: random.split("evaluation"))
      let episodes = try evaluatePolicy(agent, in: judges, episodes: 20, random: random.split("evaluation")).episodes
      return episodes.reduce(0) { $0 + $1.totalReward } / Double(episodes.count)
    }
  }
#endif
