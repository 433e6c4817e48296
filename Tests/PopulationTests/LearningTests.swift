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
      ) { IdentityEnvironment(choices: 12) }
      // Below 1e-6 next to nothing is learnt in 8192 steps.
      let space = HyperparameterSpace([Hyperparameter("learningRate", .logUniform(lower: 1e-9, upper: 1e-2))])
      try task.validate(space)
      let records = try [PopulationStrategy.evolve, .randomSearch].map { strategy in
        let configuration = PopulationConfiguration(
          members: 8, stepsPerMember: 8192, interval: 512, strategy: strategy, seed: 1)
        return try PopulationTrainer(configuration, space: space, worker: TaskWorker(task, for: configuration)).run()
      }
      let rows = StrategyComparison(records).rows
      let (evolved, searched) = (try #require(rows[0].finalMedian), try #require(rows[1].finalMedian))
      #expect(evolved > 15.5 && evolved > searched, "of 16, was \(evolved) and \(searched)")
      let (worst, hopeless) = (try #require(rows[0].finalWorst), try #require(rows[1].finalWorst))
      #expect(worst > 12 && hopeless < 4, "was \(worst) and \(hopeless)")
    }
  }
#endif
