#if !DEBUG
  import Agents
  import Population
  import RLCore
  import RLTesting
  import Settings
  import Testing

  @Suite("Populations that learn")
  struct LearningTests {
    @Test("A population leaves hopeless hyper-parameters behind; random search keeps them")
    func median() throws {
      let task = EpisodicTask(
        agent: "ppo",
        settings: try JSONValue(
          parsing: """
            {"rolloutSteps": 64, "batchSize": 64, "epochs": 4, "network": {"policy": [16], "value": [16]}}
            """), registry: .standard, environments: 4, episodes: 20
      ) { IdentityEnvironment(choices: 4) }
      // Below 1e-4 nothing is learnt in 16 000 steps.
      let space = HyperparameterSpace([Hyperparameter("learningRate", .logUniform(lower: 1e-7, upper: 1e-2))])
      try task.validate(space)
      let records = try [PopulationStrategy.evolve, .randomSearch].map { strategy in
        let configuration = PopulationConfiguration(
          members: 8, stepsPerMember: 16_384, interval: 1024, strategy: strategy, seed: 1)
        return try PopulationTrainer(configuration, space: space, worker: TaskWorker(task, for: configuration)).run()
      }
      let rows = StrategyComparison(records).rows
      print(StrategyComparison(records).text)
      let (evolved, searched) = (try #require(rows[0].finalMedian), try #require(rows[1].finalMedian))
      #expect(evolved > 15, "of 16, was \(evolved)")
      #expect(searched < 12, "half of the draws are hopeless, was \(searched)")
    }
  }
#endif
