import ArgumentParser
import RLFramework

/// The command `rl bench replay`.
struct BenchReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Times drawing a batch from a full replay buffer.",
    discussion: "Uniformly and by priority, with new priorities for the batch; the median of all draws counts.")

  @Option(help: "Transitions in the buffer.") var capacity = 1_000_000
  @Option(help: "Rows of a batch.") var batch = 256
  @Option(help: "Observation widths, with commas.") var observations = "8,20"
  @Option(help: "Draws to time.") var draws = 2_000
  @OptionGroup var output: OutputOptions

  func run() throws {
    let widths = observations.split(separator: ",").compactMap { Int($0) }
    guard !widths.isEmpty else { throw ValidationError("observations must be widths, was \(observations)") }
    var measurement = Measurement()
    for width in widths {
      for prioritized in [false, true] {
        let speed = try ReplaySpeed.measure(
          ReplayConfiguration(capacity: capacity, prioritized: prioritized ? PrioritizedReplay() : nil),
          width: width, batch: batch, draws: draws)
        let name = (prioritized ? "prioritized" : "uniform") + String(width)
        measurement.add("\(name)Sample", speed.sampleMicroseconds, "µs a batch of \(batch)")
        if prioritized { measurement.add("\(name)Update", speed.updateMicroseconds, "µs for new priorities") }
        measurement.add("\(name)Add", speed.addNanoseconds, "ns a transition")
      }
    }
    output.print(measurement)
  }
}
