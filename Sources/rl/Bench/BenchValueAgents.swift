import ArgumentParser
import RLFramework

/// The command `rl bench dqn`.
struct BenchDQN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dqn", abstract: "Trains DQN on an environment that costs nothing.",
    discussion: "Counts from the end of a warm-up on.")

  @OptionGroup var task: ValueAgentTask
  @Flag(help: "Let the network choose what the target network values.") var double = false
  @Flag(help: "End the network in a value and advantages.") var dueling = false
  @Flag(help: "Draw batches by priority.") var prioritized = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    let environments = try task.environments()
    let agent = try DQN(
      DQNConfiguration(
        batchSize: task.batch, cadence: task.cadence, double: double, dueling: dueling,
        replay: ReplayConfiguration(prioritized: prioritized ? PrioritizedReplay() : nil), threads: task.threads,
        network: task.network()), for: environments, random: RandomStream(seed: 1))
    output.print(
      try task.measure(agent, in: environments, layout: agent.layout, warm: { agent.resetPhases() }) { agent.phases })
  }
}

/// The command `rl bench qr-dqn`.
struct BenchQRDQN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qr-dqn", abstract: "Trains QR-DQN on an environment that costs nothing.",
    discussion: "Counts from the end of a warm-up on.")

  @OptionGroup var task: ValueAgentTask
  @Option(help: "Quantiles of each choice.") var quantiles = 200
  @OptionGroup var output: OutputOptions

  func run() throws {
    let environments = try task.environments()
    let agent = try QRDQN(
      QRDQNConfiguration(
        batchSize: task.batch, cadence: task.cadence, quantiles: quantiles, threads: task.threads,
        network: task.network()), for: environments, random: RandomStream(seed: 1))
    output.print(
      try task.measure(agent, in: environments, layout: agent.layout, warm: { agent.resetPhases() }) { agent.phases })
  }
}

/// What both commands train on, and how they count.
struct ValueAgentTask: ParsableArguments {
  @Option(help: "Values of an observation.") var observations = 36
  @Option(help: "Discrete actions.") var actions = 3
  @Option(help: "Hidden layers.") var hidden = "64,64"
  @Option(help: "Rows of a gradient step.") var batch = 32
  @Option(help: "Environment steps between two gradient steps.") var interval = 4
  @Option(help: "Environment steps to measure.") var steps = 200_000
  @Option(help: "Environment steps before.") var warmUp = 20_000
  @Option(help: "Threads: 1 or 2.") var threads = 1
  @Flag(help: "Mask about half of the actions.") var masked = false

  var cadence: UpdateCadence { UpdateCadence(learningStarts: 100, interval: interval, gradientSteps: 1) }

  func network() throws -> LayersBlueprint {
    let widths = hidden.split(separator: ",").compactMap { Int($0) }
    guard !widths.isEmpty else { throw ValidationError("hidden must be numbers with commas, was \(hidden)") }
    return LayersBlueprint(hidden: widths)
  }

  func environments() throws -> VectorEnvironment<DummyEnvironment> {
    let random = RandomStream(seed: 1)
    let environment = DummyEnvironment(
      observationSpace: ObservationSpace(width: observations), actions: actions, masksActions: masked,
      random: random.split("table"))
    return try VectorEnvironment([environment], random: random)
  }

  func measure(
    _ agent: some Agent<DiscreteAction>, in environments: VectorEnvironment<DummyEnvironment>,
    layout: ParameterLayout, warm: () -> Void, phases: () -> PhaseClock
  ) throws -> Measurement {
    let random = RandomStream(seed: 1)
    var warmUp = TrainingProgress(totalSteps: warmUp)
    try train(agent, in: environments, progress: &warmUp, random: random)
    warm()
    var progress = TrainingProgress(totalSteps: steps)
    let elapsed = try seconds { try train(agent, in: environments, progress: &progress, random: random) }
    let peak = Kernels.measureProductPeak()
    let operations = operationsPerStep(layout)
    let speed = operations * Double(progress.steps) / elapsed / 1e9
    var measurement = Measurement()
    measurement.add("stepsPerSecond", Double(progress.steps) / elapsed, "steps/s")
    measurement.add("seconds", elapsed, "s")
    measurement.add("operationsPerStep", operations / 1e6, "MFLOP")
    measurement.add("achievedGFLOPS", speed, "GFLOP/s")
    measurement.add("sgemmPeakGFLOPS", peak, "GFLOP/s on one thread")
    measurement.add("shareOfPeak", speed / peak, "of the one-thread peak")
    measurement.add(phases())
    return measurement
  }

  /// Multiplications and additions of the matrix products of one environment step: one row to act, and for each row of
  /// a gradient step two forward passes, weight gradients, and input gradients of all layers but the first.
  private func operationsPerStep(_ layout: ParameterLayout) -> Double {
    let weights = layout.entries.filter { $0.name.hasSuffix(".weight") }
    let all = weights.reduce(0) { $0 + $1.slice.count }
    let first = weights.first?.slice.count ?? 0
    return 2 * Double(all) + 2 * Double(4 * all - first) * Double(batch) / Double(interval)
  }
}
