import ArgumentParser
import RLFramework

/// The command `rl bench pendulum`.
struct BenchPendulum: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pendulum", abstract: "Trains SAC on Pendulum-v1 until it is solved, and says how long it took.",
    discussion: "Solved is a mean return of −160 or more over 100 fresh episodes. Only training is timed.")

  @Option(help: "Environment steps.") var steps = 6000
  @Option(help: "Threads: 1 or 2.") var threads = 1
  @Option(help: "Seed.") var seed: UInt64 = 1
  @OptionGroup var output: OutputOptions

  func run() throws {
    let random = RandomStream(seed: seed)
    let environments = try VectorEnvironment([Pendulum()], random: random)
    var configuration = SACConfiguration.quickPendulum
    configuration.threads = threads
    let agent = try SAC(configuration, in: AgentContext(environments, random: random))
    var progress = TrainingProgress(totalSteps: steps)
    let elapsed = try seconds { try train(agent, in: environments, progress: &progress, random: random) }
    let judges = try VectorEnvironment((0..<20).map { _ in Pendulum() }, random: random.split("evaluation"))
    let episodes = try evaluatePolicy(agent, in: judges, episodes: 100, random: random.split("evaluation")).episodes
    var measurement = Measurement()
    measurement.add("seconds", elapsed, "s")
    measurement.add("stepsPerSecond", Double(progress.steps) / elapsed, "steps/s")
    measurement.add(
      "meanReturn", episodes.reduce(0) { $0 + $1.totalReward } / Double(episodes.count), "over 100 episodes")
    measurement.add(agent.phases)
    output.print(measurement)
  }
}
