import ArgumentParser
import RLFramework

/// What `rl bench sac`, `td3` and `ddpg` can be told.
struct OffPolicyOptions: ParsableArguments {
  @Option(help: "Values of an observation.") var observations = 20
  @Option(help: "Dimensions of an action.") var actions = 4
  @Option(help: "Hidden layers of each network.") var hidden = "256,256"
  @Option(help: "Transitions of a gradient step.") var batch = 256
  @Option(help: "Environment steps to measure, each with one gradient step.") var steps = 500
  @Option(help: "Threads: 1 or 2.") var threads = 1
  @OptionGroup var output: OutputOptions

  /// Steps without updates, and then with them, before the clock starts.
  private static let warmUp = (collect: 1000, learn: 50)

  var cadence: UpdateCadence { UpdateCadence(learningStarts: Self.warmUp.collect) }

  func network() throws -> LayersBlueprint {
    let widths = hidden.split(separator: ",").compactMap { Int($0) }
    guard !widths.isEmpty else { throw ValidationError("hidden must be numbers with commas, was \(hidden)") }
    return LayersBlueprint(hidden: widths)
  }

  /// Trains, and prints speed and share of the peak.
  ///
  /// - Parameters:
  ///   - make: Makes the agent.
  ///   - phases: Reads the agent's clock.
  ///   - resetPhases: Sets it back.
  ///   - operations: Multiplications and additions of a gradient step for one row of the batch.
  /// - Throws: What training throws.
  func measure<A: Agent<ContinuousAction>>(
    _ make: (AgentContext<ContinuousAction>) throws -> A, phases: (A) -> PhaseClock, resetPhases: (A) -> Void,
    operations: (_ actor: Network, _ critic: Network) -> Double
  ) throws {
    let random = RandomStream(seed: 1)
    let environments = try VectorEnvironment(
      [ContinuousDummyEnvironment(observations: observations, dimensions: actions, random: random.split("table"))],
      random: random)
    let agent = try make(AgentContext(environments, random: random))
    var warmUp = TrainingProgress(totalSteps: Self.warmUp.collect + Self.warmUp.learn)
    try train(agent, in: environments, progress: &warmUp, random: random)
    resetPhases(agent)
    var progress = TrainingProgress(totalSteps: steps)
    let elapsed = try seconds { try train(agent, in: environments, progress: &progress, random: random) }
    let peak = Kernels.measureProductPeak()
    let widths = hidden.split(separator: ",").compactMap { Int($0) }
    let perStep =
      operations(
        Network(widths: [observations] + widths + [actions]), Network(widths: [observations + actions] + widths + [1]))
      * Double(batch)
    let achieved = perStep * Double(progress.steps) / elapsed / 1e9
    var measurement = Measurement()
    measurement.add("stepsPerSecond", Double(progress.steps) / elapsed, "steps/s")
    measurement.add("seconds", elapsed, "s")
    measurement.add("operationsPerStep", perStep / 1e6, "MFLOP")
    measurement.add("achievedGFLOPS", achieved, "GFLOP/s")
    measurement.add("sgemmPeakGFLOPS", peak, "GFLOP/s on one thread")
    measurement.add("shareOfPeak", achieved / peak, "of the one-thread peak")
    measurement.add(phases(agent))
    output.print(measurement)
  }

  /// Multiplications and additions of the products for one row.
  struct Network {
    let widths: [Int]

    private var weights: [Int] { zip(widths, widths.dropFirst()).map(*) }
    /// A pass forward.
    var forward: Double { 2 * Double(weights.reduce(0, +)) }
    /// Gradients of the weights and of the inputs of all layers but the first.
    var backward: Double { 2 * forward - 2 * Double(weights[0]) }
    /// Gradients of the inputs of all layers, the first included, and of no weights.
    var inputGradients: Double { forward }
  }
}

/// The command `rl bench sac`.
struct BenchSAC: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sac", abstract: "Trains SAC on an environment that costs nothing.",
    discussion: "One gradient step for each environment step, counted after a warm-up.")

  @OptionGroup var options: OffPolicyOptions

  func run() throws {
    let network = try options.network()
    try options.measure(
      {
        try SAC(
          SACConfiguration(
            batchSize: options.batch, cadence: options.cadence, actor: network, critic: network,
            threads: options.threads), in: $0)
      }, phases: \.phases, resetPhases: { $0.resetPhases() }
    ) { actor, critic in
      // The policy's network has two outputs a dimension.
      let policy = OffPolicyOptions.Network(widths: actor.widths.dropLast() + [2 * options.actions])
      let targets = policy.forward + 2 * critic.forward
      let critics = 2 * (critic.forward + critic.backward)
      return targets + critics + policy.forward + policy.backward + 2 * (critic.forward + critic.inputGradients)
    }
  }
}

/// The command `rl bench td3`.
struct BenchTD3: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "td3", abstract: "Trains TD3 on an environment that costs nothing.",
    discussion: "One gradient step for each environment step, counted after a warm-up.")

  @OptionGroup var options: OffPolicyOptions

  func run() throws {
    let network = try options.network()
    try options.measure(
      {
        try TD3(
          TD3Configuration(
            batchSize: options.batch, cadence: options.cadence, actor: network, critic: network,
            threads: options.threads), in: $0)
      }, phases: \.phases, resetPhases: { $0.resetPhases() }
    ) { actor, critic in
      let targets = actor.forward + 2 * critic.forward
      let critics = 2 * (critic.forward + critic.backward)
      // The policy moves with every second step.
      return targets + critics + (actor.forward + actor.backward + critic.forward + critic.inputGradients) / 2
    }
  }
}

/// The command `rl bench ddpg`.
struct BenchDDPG: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ddpg", abstract: "Trains DDPG on an environment that costs nothing.",
    discussion: "One gradient step for each environment step, counted after a warm-up.")

  @OptionGroup var options: OffPolicyOptions

  func run() throws {
    let network = try options.network()
    try options.measure(
      {
        try DDPG(
          DDPGConfiguration(
            batchSize: options.batch, cadence: options.cadence, actor: network, critic: network,
            threads: options.threads), in: $0)
      }, phases: \.phases, resetPhases: { $0.resetPhases() }
    ) { actor, critic in
      actor.forward + critic.forward + critic.forward + critic.backward + actor.forward + actor.backward
        + critic.forward + critic.inputGradients
    }
  }
}
