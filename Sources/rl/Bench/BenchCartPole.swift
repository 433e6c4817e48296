import ArgumentParser
import RLFramework

/// The command `rl bench cartpole`.
struct BenchCartPole: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cartpole", abstract: "Trains PPO on CartPole-v1 with the hyperparameters of the RL zoo.")

  @Option(help: "Environment steps.") var steps = 100_000
  @Option(help: "Threads: 1 or 2.") var threads = 1
  @Option(help: "Seed.") var seed: UInt64 = 1
  @OptionGroup var output: OutputOptions

  func run() throws {
    let random = RandomStream(seed: seed)
    let environments = VectorEnvironment((0..<8).map { _ in CartPole() }, random: random)
    var configuration = PPOConfiguration.cartPole
    configuration.threads = threads
    let agent = try PPO(configuration, for: environments, random: random)
    var progress = TrainingProgress(totalSteps: steps)
    let elapsed = try seconds { try train(agent, in: environments, progress: &progress, random: random) }
    let judges = VectorEnvironment((0..<20).map { _ in CartPole() }, random: random.split("evaluation"))
    let episodes = evaluate(agent, in: judges, episodes: 20, random: random.split("evaluation"))
    var measurement = Measurement()
    measurement.add("seconds", elapsed, "s")
    measurement.add("stepsPerSecond", Double(progress.steps) / elapsed, "steps/s")
    measurement.add("meanReturn", episodes.reduce(0) { $0 + $1.totalReward } / Double(episodes.count), "of 500")
    measurement.add(agent.phases)
    output.print(measurement)
  }
}
