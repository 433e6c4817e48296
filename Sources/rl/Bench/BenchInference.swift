import ArgumentParser
import RLFramework

/// The command `rl bench inference`.
struct BenchInference: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inference", abstract: "Times single decisions of the modular network on the full preset.",
    discussion: "Each decision goes from observation and mask to the chosen action, as serving does it.")

  @Option(help: "Decisions to time.") var decisions = 100_000
  @OptionGroup var output: OutputOptions

  func run() throws {
    let task = FundingArbitrageConfiguration.full
    let random = RandomStream(seed: 1)
    let agent = try PPO<DiscreteAction>(
      network: ModularBlueprint(), observationSpace: task.observationSpace,
      actionSpace: DiscreteAction.Domain(count: task.actionCount), masksActions: true, random: random)
    let samples = ObservationSamples(task: task, count: 512, random: random.split("samples"))
    var draws = random.split("draws")
    var times: [Double] = []
    times.reserveCapacity(decisions)
    for index in 0..<decisions + 1_000 {
      let batch = samples[index % samples.count]
      let elapsed = try seconds { _ = try agent.act(on: batch, mode: .exploit, using: &draws) }
      if index >= 1_000 { times.append(elapsed * 1e6) }
    }
    times.sort()
    var measurement = Measurement()
    measurement.add("median", times[times.count / 2], "µs a decision")
    measurement.add("percentile99", times[times.count * 99 / 100], "µs a decision")
    measurement.add("percentile999", times[times.count * 999 / 1000], "µs a decision")
    measurement.add("worst", times[times.count - 1], "µs a decision")
    output.print(measurement)
  }
}

/// Random observations with various numbers of filled slots, each with a mask.
struct ObservationSamples {
  private let batches: [ObservationBatch]

  var count: Int { batches.count }

  init(task: FundingArbitrageConfiguration, count: Int, random: RandomStream) {
    var random = random
    batches = (0..<count).map { _ in
      var values: [Float] = []
      for group in task.observationSpace.groups {
        let filled = random.index(below: group.rows + 1)
        for row in 0..<group.rows {
          let holdsData = !group.isPadded || row < filled
          var line = (0..<group.columns).map { _ in holdsData ? Float(random.normal()) : 0 }
          if group.isPadded { line[0] = holdsData ? 1 : 0 }
          values += line
        }
      }
      let mask = (0..<task.actionCount).map { $0 == 0 || random.uniform() < 0.5 }
      return ObservationBatch(values, mask: mask)
    }
  }

  subscript(index: Int) -> ObservationBatch { batches[index] }
}
