import Tensors
import Testing

@Suite("Recurrent layers against PyTorch")
struct RecurrentGoldenTests {
  private struct Content: Decodable {
    let lstm: Run
    let gru: Run
  }

  /// Two layers over seven steps of three sequences, in which episodes start.
  private struct Run: Decodable {
    struct Parameter: Decodable {
      let name: String
      let shape: [Int]
      let values: [Double]
      let gradients: [Double]
    }

    let inputs: [[[Double]]]
    let starts: [[Bool]]
    /// Hidden states, and cells where there are some: [layers][sequences][width] each.
    let initial: [[[[Double]]]]
    let outputs: [[[Double]]]
    let final: [[[[Double]]]]
    let upstream: [[[Double]]]
    let inputGradients: [[[Double]]]
    let initialGradients: [[[[Double]]]]
    let parameters: [Parameter]

    /// A parameter of a layer in our layout: matrices are stored [outputs][inputs], ours are [inputs × outputs].
    func parameter(_ name: String, _ layer: Int, gradients: Bool = false) throws -> [[Double]] {
      let found = try #require(parameters.first { $0.name == "\(name)_l\(layer)" })
      let values = gradients ? found.gradients : found.values
      guard found.shape.count == 2 else { return [values] }
      return (0..<found.shape[1]).map { row in (0..<found.shape[0]).map { values[$0 * found.shape[1] + row] } }
    }
  }

  private static let names = ["weight_ih", "bias_ih", "weight_hh", "bias_hh"]

  /// One layer of the kind under test; returns the hidden states and the last cells.
  private typealias Layer<Scalar: TensorScalar> = (
    _ tape: Tape<Scalar>, _ gates: Variable, _ weight: Variable, _ bias: Variable, _ initial: [Variable],
    _ starts: UnsafePointer<UInt8>
  ) -> [Variable]

  /// Compares every output and every gradient, to `tolerance` of the greater of 1 and the expected value.
  private func compare<Scalar: TensorScalar>(
    _ run: Run, within tolerance: Double, _ layer: Layer<Scalar>
  ) throws {
    let layers = run.initial[0].count
    var leaves: [[[Double]]] = [Array(run.inputs.joined())]
    var expected: [[[Double]]] = [Array(run.inputGradients.joined())]
    for index in 0..<layers {
      for name in Self.names {
        leaves.append(try run.parameter(name, index))
        expected.append(try run.parameter(name, index, gradients: true))
      }
      leaves += run.initial.map { $0[index] }
      expected += run.initialGradients.map { $0[index] }
    }
    var layout = ParameterLayout()
    let slices = leaves.enumerated().map { index, matrix in
      layout.reserve("\(index)", rows: matrix.count, columns: matrix[0].count, initializer: .constant(0))
    }
    let parameters = AlignedBuffer<Scalar>(count: layout.count)
    let gradients = AlignedBuffer<Scalar>(count: layout.count)
    for (index, value) in leaves.joined().joined().enumerated() { parameters.pointer[index] = Scalar(value) }
    let tape = Tape(parameters: parameters, gradients: gradients)
    let starts = Array(run.starts.joined()).withUnsafeBufferPointer { tape.makeMask($0) }

    var x = tape.parameter(slices[0])
    for index in 0..<layers {
      let first = 1 + index * (4 + run.initial.count)
      let variables = slices[first..<first + 4 + run.initial.count].map(tape.parameter)
      let gates = tape.linear(x, weight: variables[0], bias: variables[1])
      let states = layer(tape, gates, variables[2], variables[3], Array(variables[4...]), starts)
      for (state, final) in zip(states, run.final) {
        let last = tape.values(of: state).suffix(final[index].joined().count)
        #expect(agree(last.map { Double($0) }, Array(final[index].joined()), within: tolerance), "final \(index)")
      }
      x = states[0]
    }
    #expect(
      agree(tape.values(of: x).map { Double($0) }, Array(run.outputs.joined().joined()), within: tolerance), "outputs")
    let weights = tape.constant(run.upstream.joined().joined().map { Scalar($0) }, rows: x.rows, columns: x.columns)
    tape.backward(from: tape.sum(tape.multiply(x, weights)))
    let found = gradients.array.map { Double($0) }
    for (index, slice) in slices.enumerated() {
      let values = Array(found[slice.offset..<slice.offset + slice.count])
      #expect(agree(values, Array(expected[index].joined()), within: tolerance), "gradients of leaf \(index)")
    }
  }

  @Test("two lstm layers with starts in the middle give PyTorch's states and gradients")
  func lstm() throws {
    let run = try fixture("recurrent", as: Content.self).lstm
    func layer<Scalar: TensorScalar>(_ type: Scalar.Type) -> Layer<Scalar> {
      { tape, gates, weight, bias, initial, starts in
        let states = tape.lstm(gates, weight: weight, bias: bias, initial: (initial[0], initial[1]), starts: starts)
        return [states.hidden, states.cell]
      }
    }
    try compare(run, within: 1e-5, layer(Float.self))
    try compare(run, within: 1e-6, layer(Double.self))
  }

  @Test("two gru layers with starts in the middle give PyTorch's states and gradients")
  func gru() throws {
    let run = try fixture("recurrent", as: Content.self).gru
    func layer<Scalar: TensorScalar>(_ type: Scalar.Type) -> Layer<Scalar> {
      { tape, gates, weight, bias, initial, starts in
        [tape.gru(gates, weight: weight, bias: bias, initial: initial[0], starts: starts)]
      }
    }
    try compare(run, within: 1e-5, layer(Float.self))
    try compare(run, within: 1e-6, layer(Double.self))
  }
}
