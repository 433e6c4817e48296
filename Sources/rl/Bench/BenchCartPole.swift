import ArgumentParser
import RLFramework

/// The command `rl bench cartpole`.
struct BenchCartPole: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cartpole", abstract: "Trains an agent on CartPole-v1 with the hyperparameters of the RL zoo.")

  @Option(help: "Agent: ppo, dqn or qr-dqn.") var agent = "ppo"
  @Option(help: "Environment steps; the zoo's where nothing is said.") var steps: Int?
  @Option(help: "Threads: 1 or 2.") var threads = 1
  @Option(help: "Seed.") var seed: UInt64 = 1
  @OptionGroup var output: OutputOptions

  func run() throws {
    let random = RandomStream(seed: seed)
    let environments = try VectorEnvironment((0..<(agent == "ppo" ? 8 : 1)).map { _ in CartPole() }, random: random)
    switch agent {
    case "ppo":
      var configuration = PPOConfiguration.cartPole
      configuration.threads = threads
      let agent = try PPO(configuration, for: environments, random: random)
      try measure(agent, in: environments, steps: steps ?? 100_000) { agent.phases }
    case "dqn":
      var configuration = DQNConfiguration.cartPole
      configuration.threads = threads
      let agent = try DQN(configuration, for: environments, random: random)
      try measure(agent, in: environments, steps: steps ?? 50_000) { agent.phases }
    case "qr-dqn":
      var configuration = QRDQNConfiguration.cartPole
      configuration.threads = threads
      let agent = try QRDQN(configuration, for: environments, random: random)
      try measure(agent, in: environments, steps: steps ?? 50_000) { agent.phases }
    default: throw ValidationError("agent must be ppo, dqn or qr-dqn, was \(agent)")
    }
  }

  private func measure(
    _ agent: some Agent<DiscreteAction>, in environments: VectorEnvironment<CartPole>, steps: Int,
    phases: () -> PhaseClock
  ) throws {
    let random = RandomStream(seed: seed)
    var progress = TrainingProgress(totalSteps: steps)
    let elapsed = try seconds { try train(agent, in: environments, progress: &progress, random: random) }
    let judges = try VectorEnvironment((0..<20).map { _ in CartPole() }, random: random.split("evaluation"))
    let episodes = try evaluatePolicy(agent, in: judges, episodes: 20, random: random.split("evaluation")).episodes
    var measurement = Measurement()
    measurement.add("seconds", elapsed, "s")
    measurement.add("stepsPerSecond", Double(progress.steps) / elapsed, "steps/s")
    measurement.add("meanReturn", episodes.reduce(0) { $0 + $1.totalReward } / Double(episodes.count), "of 500")
    measurement.add(phases())
    output.print(measurement)
  }
}
