import ArgumentParser
import RLFramework

/// The command `rl bench recurrent-ppo`.
struct BenchRecurrentPPO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recurrent-ppo", abstract: "Trains recurrent PPO on an environment that costs nothing.",
    discussion: """
      The defaults are those of sb3-contrib but for the width of the memory. Counts from the second rollout on, as the \
      comparison with Stable-Baselines3 does.
      """)

  @Option(help: "Values of an observation.") var observations = 36
  @Option(help: "Discrete actions.") var actions = 3
  @Option(help: "Kind of memory: lstm or gru.") var cell = "lstm"
  @Option(help: "Values of the memory's hidden state.") var memory = 128
  @Option(help: "Hidden layers behind each memory.") var hidden = "64,64"
  @Option(help: "Environments.") var environments = 1
  @Option(help: "Rows of a minibatch.") var batch = 128
  @Option(help: "Steps of a rollout.") var rollout = 128
  @Option(help: "Passes over each rollout.") var epochs = 10
  @Option(help: "Environment steps to measure, rounded up to whole rollouts.") var steps = 20_480
  @Option(help: "Threads: 1 or 2.") var threads = 1
  @Flag(help: "Mask about half of the actions.") var masked = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    let widths = hidden.split(separator: ",").compactMap { Int($0) }
    guard let cell = RecurrentCell(rawValue: cell) else {
      throw ValidationError("cell must be lstm or gru, was \(cell)")
    }
    let random = RandomStream(seed: 1)
    let environment = DummyEnvironment(
      observationSpace: ObservationSpace(width: observations), actions: actions, masksActions: masked,
      random: random.split("table"))
    let vector = try VectorEnvironment([DummyEnvironment](repeating: environment, count: environments), random: random)
    let agent = try RecurrentPPO<DiscreteAction>(
      RecurrentPPOConfiguration(
        rolloutSteps: rollout, batchSize: batch, epochs: epochs, threads: threads,
        network: RecurrentBlueprint(cell: cell, width: memory, policy: widths, value: widths)),
      for: vector, random: random)
    let rows = rollout * environments
    var warmUp = TrainingProgress(totalSteps: rows)
    try train(agent, in: vector, progress: &warmUp, random: random)
    agent.resetPhases()
    var progress = TrainingProgress(totalSteps: (steps + rows - 1) / rows * rows)
    let elapsed = try seconds { try train(agent, in: vector, progress: &progress, random: random) }
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
  /// row, and for each epoch a forward pass, weight gradients, and input gradients of all weights but those on
  /// observations.
  private func operationsPerStep(_ layout: ParameterLayout) -> Double {
    let weights = layout.entries.filter { $0.name.hasSuffix(".weight") }
    let all = weights.reduce(0) { $0 + $1.slice.count }
    let first = weights.filter { $0.name.hasSuffix("memory.0.input.weight") }.reduce(0) { $0 + $1.slice.count }
    return 2 * Double(all) + Double(epochs) * 2 * Double(3 * all - first)
  }
}
