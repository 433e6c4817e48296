import ArgumentParser
import RLFramework

/// The command `rl bench tape`.
struct BenchTape: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tape", abstract: "Compares gradient steps on the tape with hand-written layers.",
    discussion: "Both run the same kernels on the same numbers, in turn; the parameters at the end must be equal.")

  @Option(help: "Layer widths from input to output, with commas.") var layers = "36,64,64,3"
  @Option(help: "Rows of a minibatch.") var batch = 64
  @Option(help: "Gradient steps a round.") var steps = 2_000
  @Option(help: "Rounds, of which the median counts.") var rounds = 9
  @OptionGroup var output: OutputOptions

  func run() throws {
    let widths = layers.split(separator: ",").compactMap { Int($0) }
    guard widths.count >= 2 else { throw ValidationError("layers must be at least two widths, was \(layers)") }
    var layout = ParameterLayout()
    let network = MLP(
      "mlp", inputs: widths[0], hidden: Array(widths[1..<widths.count - 1]), outputs: widths[widths.count - 1],
      activation: .tanh, in: &layout)
    var random = RandomStream(seed: 1)
    let parameters = layout.makeParameters(using: random)
    let gradients = AlignedBuffer<Float>(count: layout.count)
    let input = AlignedBuffer<Float>(count: batch * widths[0])
    let targets = AlignedBuffer<Float>(count: batch * widths[widths.count - 1])
    for index in 0..<input.count { input.pointer[index] = Float(random.normal()) }
    for index in 0..<targets.count { targets.pointer[index] = Float(random.normal()) }
    let written = HandWrittenMLP(layout: layout, parameters: parameters, rows: batch)
    let tape = Tape(parameters: parameters, gradients: gradients)
    let optimizer = Adam(count: layout.count)
    let scale = 1 / Float(targets.count)

    func tapeStep() {
      gradients.fill(0)
      tape.reset()
      let y = network(tape.constant(borrowing: input.pointer, rows: batch, columns: widths[0]), on: tape)
      tape.backward(from: tape.squaredError(y, targets: targets.pointer, scale: scale))
      optimizer.update(parameters, gradients: gradients, rate: 1e-3)
    }

    var ratios: [Double] = []
    var times: (tape: Double, written: Double) = (0, 0)
    for _ in 0..<rounds {
      let tapeSeconds = seconds { for _ in 0..<steps { tapeStep() } }
      let writtenSeconds = seconds { for _ in 0..<steps { written.step(input: input, targets: targets) } }
      ratios.append(tapeSeconds / writtenSeconds)
      times = (times.tape + tapeSeconds, times.written + writtenSeconds)
    }
    let largest = (0..<layout.count).map { abs(parameters.pointer[$0] - written.parameters.pointer[$0]) }.max() ?? 0
    var measurement = Measurement()
    measurement.add("tapeOverHandWritten", ratios.sorted()[rounds / 2], "(median of \(rounds) pairs)")
    measurement.add("tapeMicroseconds", times.tape / Double(rounds * steps) * 1e6, "µs a step")
    measurement.add("handWrittenMicroseconds", times.written / Double(rounds * steps) * 1e6, "µs a step")
    measurement.add("largestDifference", Double(largest), "between the parameters at the end")
    output.print(measurement)
  }
}
