import ArgumentParser
import RLFramework

/// The command `rl bench a2c`.
struct BenchA2C: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "a2c", abstract: "Trains A2C on an environment that costs nothing.",
    discussion: "Counts after a warm-up of a hundred rollouts.")

  @Option(help: "Values of an observation.") var observations = 36
  @Option(help: "Discrete actions.") var actions = 3
  @Option(help: "Hidden layers of each network.") var hidden = "64,64"
  @Option(help: "Steps of a rollout.") var rollout = 5
  @Option(help: "Environment steps to measure, rounded up to whole rollouts.") var steps = 200_000
  @Option(help: "Threads: 1 or 2.") var threads = 1
  @Flag(help: "Mask about half of the actions.") var masked = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    let widths = hidden.split(separator: ",").compactMap { Int($0) }
    guard !widths.isEmpty else { throw ValidationError("hidden must be numbers with commas, was \(hidden)") }
    let random = RandomStream(seed: 1)
    let environment = DummyEnvironment(
      observationSpace: ObservationSpace(width: observations), actions: actions, masksActions: masked,
      random: random.split("table"))
    let environments = try VectorEnvironment([environment], random: random)
    let agent = try A2C<DiscreteAction>(
      A2CConfiguration(rolloutSteps: rollout, threads: threads), network: MLPBlueprint(hidden: widths),
      for: environments, random: random)
    var warmUp = TrainingProgress(totalSteps: 100 * rollout)
    try train(agent, in: environments, progress: &warmUp, random: random)
    agent.resetPhases()
    let rollouts = (steps + rollout - 1) / rollout
    var progress = TrainingProgress(totalSteps: rollouts * rollout)
    let elapsed = try seconds { try train(agent, in: environments, progress: &progress, random: random) }
    let peak = Kernels.measureProductPeak()
    let operations = operationsPerStep(agent.layout)
    var measurement = Measurement()
    measurement.add("stepsPerSecond", Double(progress.steps) / elapsed, "steps/s")
    measurement.add("seconds", elapsed, "s")
    measurement.add("operationsPerStep", operations / 1e6, "MFLOP")
    measurement.add("achievedGFLOPS", operations * Double(progress.steps) / elapsed / 1e9, "GFLOP/s")
    measurement.add("sgemmPeakGFLOPS", peak, "GFLOP/s on one thread")
    measurement.add(
      "shareOfPeak", operations * Double(progress.steps) / elapsed / 1e9 / peak, "of the one-thread peak")
    measurement.add(agent.phases)
    output.print(measurement)
  }

  /// Multiplications and additions of the matrix products of one environment step: one policy row to act, one value
  /// row, and for the update a forward pass, weight gradients, and input gradients of all layers but the first.
  private func operationsPerStep(_ layout: ParameterLayout) -> Double {
    let weights = layout.entries.filter { $0.name.hasSuffix(".weight") }
    let all = weights.reduce(0) { $0 + $1.slice.count }
    let first = weights.filter { $0.name.hasSuffix(".0.weight") }.reduce(0) { $0 + $1.slice.count }
    return 2 * Double(all) + 2 * Double(3 * all - first)
  }
}
