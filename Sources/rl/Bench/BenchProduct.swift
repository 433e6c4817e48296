import ArgumentParser
import RLFramework

/// `rl bench product`.
struct BenchProduct: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "product", abstract: "Times one shape of matrix product with OpenBLAS and with our own kernels.",
    discussion: "What the choice between the two rests on; see docs/decisions/0002.")

  @Option(help: "Rows of the result: the batch.") var rows = 64
  @Option(help: "Columns of the result: the outputs.") var columns = 64
  @Option(help: "Terms of each sum: the inputs.") var depth = 64
  @OptionGroup var output: OutputOptions

  func validate() throws {
    for (name, value) in [("rows", rows), ("columns", columns), ("depth", depth)] where !(1...4096).contains(value) {
      throw ValidationError("\(name) must be in 1...4096, was \(value)")
    }
  }

  func run() {
    var measurement = Measurement()
    for speed in Kernels.measureProducts(rows: rows, columns: columns, depth: depth) {
      measurement.add(speed.engine, speed.billionsPerSecond, "GFLOP/s")
    }
    output.print(measurement)
  }
}
