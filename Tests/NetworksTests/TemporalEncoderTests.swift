import Networks
import RLCore
import RLTesting
import Randomness
import Settings
import Tensors
import Testing

@Suite("Encoders of rows in time")
struct TemporalEncoderTests {
  private static let steps = 6
  private static let group = ObservationSpace.Group("window", rows: steps, columns: 2)
  private static let padded = ObservationSpace.Group(
    "window", rows: steps, columns: 2, isPadded: true)

  static let encoders: [any ObservationEncoder] = [
    LSTMEncoder(width: 3), GRUEncoder(width: 3, layers: 2),
    ConvolutionalEncoder(channels: 3, kernel: 2, levels: 2), TransformerEncoder(width: 4, heads: 2, layers: 1),
  ]

  private struct Built {
    let network: any Network
    let layout: ParameterLayout
    let parameters: AlignedBuffer<Double>

    init(
      _ encoder: any ObservationEncoder,
      for group: ObservationSpace.Group = TemporalEncoderTests.group
    ) throws {
      var layout = ParameterLayout()
      network = try encoder.build("window", for: group, in: &layout)
      parameters = AlignedBuffer(count: layout.count)
      var random = RandomStream(seed: 4)
      for index in 0..<layout.count { parameters.pointer[index] = 0.5 * random.normal() }
      self.layout = layout
    }

    func callAsFunction(_ windows: [[Double]]) -> [Double] {
      let tape = Tape(parameters: parameters)
      let block = tape.constant(
        windows.flatMap { $0 }, rows: windows.count, columns: windows.first?.count ?? 0)
      return tape.values(of: network(block, on: tape))
    }
  }

  private static func window(seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed)
    return (0..<2 * steps).map { _ in random.normal() }
  }

  @Test("windows of a batch do not reach each other", arguments: 0..<4)
  func independence(index: Int) throws {
    let network = try Built(Self.encoders[index])
    let (first, second) = (Self.window(seed: 1), Self.window(seed: 2))
    let together = network([first, second])
    #expect(together == network([first]) + network([second]))
    #expect(network([first]) != network([second]))
  }

  @Test("a memory over a window is that of the same rows one after the other")
  func memory() throws {
    let network = try Built(LSTMEncoder(width: 3))
    var layout = ParameterLayout()
    let stack = RecurrentStack("window", cell: .lstm, inputs: 2, width: 3, count: 1, in: &layout)
    #expect(layout.entries.map(\.name) == network.layout.entries.map(\.name))
    let window = Self.window(seed: 1)
    let tape = Tape(parameters: network.parameters)
    let pass = [Double](repeating: 0, count: stack.stateWidth).withUnsafeBufferPointer { state in
      state.baseAddress.map {
        stack(
          tape.constant(window, rows: Self.steps, columns: 2), from: $0, sequences: 1, starts: nil,
          on: tape)
      }
    }
    let output = try #require(pass).output
    #expect(Array(tape.values(of: output).suffix(3)) == network([window]))
  }

  @Test("the result depends on rows within the receptive field and on no other")
  func receptiveField() throws {
    for (encoder, field) in [
      (ConvolutionalEncoder(channels: 3, kernel: 2, levels: 1), 3),
      (ConvolutionalEncoder(channels: 3, kernel: 3, levels: 1), 5),
      (ConvolutionalEncoder(channels: 3, kernel: 2, levels: 2), 7),
    ] {
      #expect(encoder.receptiveField == field)
      let network = try Built(encoder)
      let window = Self.window(seed: 1)
      for row in 0..<Self.steps {
        var other = window
        other[2 * row] += 3
        other[2 * row + 1] -= 2
        #expect(
          (network([other]) == network([window])) == (Self.steps - row > field),
          "\(field), row \(row)")
      }
    }
    #expect(ConvolutionalEncoder().receptiveField == 61)
    #expect(
      ConvolutionalEncoder().summary(for: Self.group)
        == "tcn of 4 levels, kernel 3, receptive field 61 steps, all 6 of the group")
  }

  @Test("no step of causal attention or of a causal convolution sees a later one")
  func causality() {
    let tape = Tape(parameters: AlignedBuffer<Double>(count: 1))
    var random = RandomStream(seed: 3)
    let values = (0..<Self.steps * 6).map { _ in random.normal() }
    var later = values
    for index in 18..<36 { later[index] += 1 }
    func outputs(_ values: [Double]) -> [[Double]] {
      let x = tape.constant(values, rows: Self.steps, columns: 6)
      let attended = tape.causalAttention(
        x, shape: AttentionShape(slots: Self.steps, heads: 1, width: 2))
      return [attended, tape.causalPatches(x, steps: Self.steps, kernel: 3, dilation: 1)].map {
        tape.values(of: $0)
      }
    }
    for (before, after) in zip(outputs(values), outputs(later)) {
      #expect(before.prefix(before.count / 2) == after.prefix(before.count / 2) && before != after)
    }
    // One step alone attends to itself; two see the mean of equal scores.
    let qkv = tape.constant([0, 0, 3, 0, 0, 5], rows: 2, columns: 3)
    let mean = tape.causalAttention(qkv, shape: AttentionShape(slots: 2, heads: 1, width: 1))
    #expect(tape.values(of: mean) == [3, 4])
    let patches = tape.causalPatches(
      tape.constant([1, 2, 3, 4], rows: 4, columns: 1), steps: 4, kernel: 2, dilation: 2)
    #expect(tape.values(of: patches) == [0, 1, 0, 2, 1, 3, 2, 4])
  }

  @Test("rows of padding before the history have no influence", arguments: 0..<4)
  func padding(index: Int) throws {
    let network = try Built(Self.encoders[index], for: Self.padded)
    var window = Self.window(seed: 1)
    for row in 0..<Self.steps { window[2 * row] = row < 2 ? 0 : 1 }
    var junk = window
    (junk[1], junk[3]) = (9, -7)
    #expect(network([window]) == network([junk]))
    junk[5] += 1
    #expect(network([window]) != network([junk]))
  }

  @Test("every derivative agrees with central differences", arguments: 0..<4)
  func gradients(index: Int) throws {
    let network = try Built(Self.encoders[index])
    var random = RandomStream(seed: 9)
    let inputs = network.layout.entries.map {
      GradientInput(rows: $0.slice.rows, columns: $0.slice.columns, using: &random)
    }
    // The inputs lie in the order of the layout, so the network finds its parameters where they are.
    let report = checkGradient(at: inputs, tolerance: 1e-6) { tape, _ in
      network.network(
        tape.constant(
          Self.window(seed: 1) + Self.window(seed: 2), rows: 2, columns: 2 * Self.steps), on: tape)
    }
    #expect(report.isPassed, "\(report)")
  }

  @Test("what does not fit is refused by name")
  func refusals() {
    #expect(throws: ConfigurationError(field: "width", must: "be in 1...8192", found: "0")) {
      try LSTMEncoder(width: 0).validate()
    }
    #expect(throws: ConfigurationError(field: "layers", must: "be in 1...8", found: "9")) {
      try GRUEncoder(width: 4, layers: 9).validate()
    }
    #expect(throws: ConfigurationError(field: "heads", must: "divide the width of 32", found: "5")) {
      try TransformerEncoder(width: 32, heads: 5).validate()
    }
    #expect(throws: ConfigurationError(field: "kernel", must: "be in 2...64", found: "1")) {
      try ConvolutionalEncoder(channels: 4, kernel: 1).validate()
    }
    #expect(throws: ConfigurationError(field: "levels", must: "be in 1...16", found: "17")) {
      try ConvolutionalEncoder(channels: 4, levels: 17).validate()
    }
  }
}
