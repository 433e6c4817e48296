import ArgumentParser
import RLFramework

extension BenchEnvironment.Task: ExpressibleByArgument {}

/// The command `rl bench env`.
struct BenchEnvironment: ParsableCommand {
  /// What to step.
  enum Task: String, CaseIterable {
    case full
    case pbt
    case simple
    case cartpole
    case acrobot
    case mountainCar = "mountain-car"
    case mountainCarContinuous = "mountain-car-continuous"
    case pendulum
  }

  static let configuration = CommandConfiguration(
    commandName: "env", abstract: "Steps an environment with random valid actions on one core.",
    discussion: "Every step writes the observation and the mask; episodes that end are reset. The market is generated.")

  @Argument(help: "The market (full, pbt, simple) or a classic task.") var task: Task = .full
  @Option(help: "Steps.") var steps = 2_000_000
  @OptionGroup var output: OutputOptions

  func run() throws {
    var measurement = Measurement()
    if let elapsed = classicControlSeconds() {
      measurement.add("stepsPerSecond", Double(steps) / elapsed, "steps/s")
    } else {
      let configuration: FundingArbitrageConfiguration =
        switch task {
        case .simple: .simple
        case .pbt: .pbt
        default: .full
        }
      let result = try FundingArbitrageThroughput.measure(
        market: try market(), configuration: configuration, steps: steps)
      measurement.add("stepsPerSecond", result.stepsPerSecond, "steps/s")
    }
    output.print(measurement)
  }

  private func market() throws -> FundingArbitrageMarket {
    let dataset = try SyntheticMarket().generate(seed: 1)
    let liquidity = LiquidityModel.standard
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: liquidity)
    let table = OpportunityTable.build(
      from: dataset, statistics: statistics, rules: .standard, configuration: OpportunityConfiguration())
    let scaler = StandardScaler.fit(on: table, hours: 0..<dataset.barCount)
    return FundingArbitrageMarket(
      dataset: dataset, statistics: statistics, opportunities: table.scaled(by: scaler), liquidity: liquidity,
      rulebook: .standard)
  }
}
