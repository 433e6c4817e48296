import Tensors
import Testing

extension Tape {
  /// The values with 0 instead of −∞, as the fixture stores them.
  fileprivate func finiteValues(of x: Variable) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    for index in 0..<x.count { pointer(to: y)[index] = pointer(to: x)[index].isFinite ? pointer(to: x)[index] : 0 }
    record(FiniteValues<Scalar>(x: x, y: y))
    return y
  }
}

/// dx += dy where x is finite.
private struct FiniteValues<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable

  func backward(on tape: Tape<Scalar>) {
    for index in 0..<x.count where tape.pointer(to: x)[index].isFinite {
      tape.gradient(of: x)[index] += tape.gradient(of: y)[index]
    }
  }
}

@Suite("Operations against PyTorch")
struct OperationGoldenTests {
  private struct Content: Decodable {
    struct Curve: Decodable {
      let inputs: [Double]
      let outputs: [Double]
      let derivatives: [Double]
    }

    struct Normalization: Decodable {
      let epsilon: Double
      let inputs: [[Double]]
      let gain: [Double]
      let bias: [Double]
      let outputs: [[Double]]
      let upstream: [[Double]]
      let inputGradients: [[Double]]
      let gainGradients: [Double]
      let biasGradients: [Double]
    }

    struct Masked: Decodable {
      let inputs: [[Double]]
      let masks: [[Bool]]
      let outputs: [[Double]]
      let entropies: [Double]
      let upstream: [[Double]]
      let inputGradients: [[Double]]
    }

    struct SelfAttention: Decodable {
      struct Parameter: Decodable {
        let name: String
        let shape: [Int]
        let values: [Double]
      }

      let heads: Int
      let inputs: [[[Double]]]
      let valid: [[Bool]]
      let outputs: [[[Double]]]
      let upstream: [[[Double]]]
      let inputGradients: [[[Double]]]
      let parameters: [Parameter]
    }

    let geluTanh: Curve
    let layerNormalization: Normalization
    let maskedLogSoftmax: Masked
    let attention: SelfAttention
  }

  private let content: Content

  init() throws { content = try fixture("operations") }

  /// Runs `body` over inputs that need gradients, in one precision, and returns its output and the gradients of
  /// Σ upstream·output.
  private func run<Scalar: TensorScalar>(
    _ type: Scalar.Type, _ inputs: [[[Double]]], upstream: [[Double]],
    _ body: (Tape<Scalar>, [Variable]) -> Variable
  ) -> (output: [Double], gradients: [[Double]]) {
    var layout = ParameterLayout()
    let slices = inputs.enumerated().map { index, matrix in
      layout.reserve("\(index)", rows: matrix.count, columns: matrix[0].count, initializer: .constant(0))
    }
    let parameters = AlignedBuffer<Scalar>(count: layout.count)
    let gradients = AlignedBuffer<Scalar>(count: layout.count)
    for (index, value) in inputs.joined().joined().enumerated() { parameters.pointer[index] = Scalar(value) }
    let tape = Tape(parameters: parameters, gradients: gradients)
    let output = body(tape, slices.map(tape.parameter))
    let weights = tape.constant(
      upstream.joined().map { Scalar($0) }, rows: output.rows, columns: output.columns)
    tape.backward(from: tape.sum(tape.multiply(output, weights)))
    let slopes = gradients.array.map { Double($0) }
    return (
      tape.values(of: output).map { Double($0) },
      slices.map { Array(slopes[$0.offset..<$0.offset + $0.count]) }
    )
  }

  @Test("gelu and its derivative")
  func gelu() {
    let curve = content.geluTanh
    let ones = [[Double](repeating: 1, count: curve.inputs.count)]
    let single = run(Float.self, [[curve.inputs]], upstream: ones) { $0.gelu($1[0]) }
    let double = run(Double.self, [[curve.inputs]], upstream: ones) { $0.gelu($1[0]) }
    #expect(agree(single.output, curve.outputs, within: 1e-6))
    #expect(agree(single.gradients[0], curve.derivatives, within: 2e-6))
    #expect(agree(double.output, curve.outputs, within: 1e-7))
    #expect(agree(double.gradients[0], curve.derivatives, within: 1e-7))
  }

  @Test("layer normalisation with all its gradients")
  func layerNorm() {
    let golden = content.layerNormalization
    func check<Scalar: TensorScalar>(_ type: Scalar.Type, within tolerance: Double) {
      let found = run(type, [golden.inputs, [golden.gain], [golden.bias]], upstream: golden.upstream) {
        $0.layerNorm($1[0], gain: $1[1], bias: $1[2], epsilon: Scalar(golden.epsilon))
      }
      #expect(agree(found.output, Array(golden.outputs.joined()), within: tolerance))
      #expect(agree(found.gradients[0], Array(golden.inputGradients.joined()), within: tolerance))
      #expect(agree(found.gradients[1], golden.gainGradients, within: tolerance))
      #expect(agree(found.gradients[2], golden.biasGradients, within: tolerance))
    }
    check(Float.self, within: 3e-6)
    check(Double.self, within: 1e-7)
  }

  @Test("masked log-softmax with its gradient, and the entropies of its rows")
  func maskedLogSoftmax() {
    let golden = content.maskedLogSoftmax
    let flags = golden.masks.joined().map { $0 ? UInt8(1) : 0 }
    func check<Scalar: TensorScalar>(_ type: Scalar.Type, within tolerance: Double) {
      flags.withUnsafeBufferPointer { flags in
        let found = run(type, [golden.inputs], upstream: golden.upstream) { tape, inputs in
          tape.finiteValues(of: tape.logSoftmax(inputs[0], mask: flags.baseAddress))
        }
        #expect(agree(found.output, Array(golden.outputs.joined()), within: tolerance))
        #expect(agree(found.gradients[0], Array(golden.inputGradients.joined()), within: tolerance))
        let ones = golden.inputs.map { _ in [1.0] }
        let entropy = run(type, [golden.inputs], upstream: ones) { tape, inputs in
          tape.entropy(ofLogProbabilities: tape.logSoftmax(inputs[0], mask: flags.baseAddress))
        }
        #expect(agree(entropy.output, golden.entropies, within: tolerance))
        #expect(entropy.gradients[0][12..<18].allSatisfy { $0 == 0 }, "one valid entry leaves nothing to choose")
      }
    }
    check(Float.self, within: 2e-6)
    check(Double.self, within: 1e-7)
  }

  @Test("multi-head attention of a full set with its gradient, and of the valid rows of a padded one")
  func attention() {
    let golden = content.attention
    // Stored as [out, in]; ours are [in × out].
    let parameters = golden.parameters.map { parameter -> [[Double]] in
      guard parameter.shape.count == 2 else { return [parameter.values] }
      let (outputs, inputs) = (parameter.shape[0], parameter.shape[1])
      return (0..<inputs).map { row in (0..<outputs).map { parameter.values[$0 * inputs + row] } }
    }
    let shape = AttentionShape(slots: 4, heads: golden.heads, width: 8)
    let flags = golden.valid.joined().map { $0 ? UInt8(1) : 0 }
    func check<Scalar: TensorScalar>(_ type: Scalar.Type, within tolerance: Double) {
      flags.withUnsafeBufferPointer { flags in
        let found = run(
          type, [Array(golden.inputs.joined())] + parameters, upstream: Array(golden.upstream.joined())
        ) { tape, inputs in
          let qkv = tape.linear(inputs[0], weight: inputs[1], bias: inputs[2])
          return tape.linear(
            tape.attention(qkv, shape: shape, mask: flags.baseAddress), weight: inputs[3], bias: inputs[4])
        }
        let expected = golden.outputs.joined()
        for (row, (values, isValid)) in zip(expected, golden.valid.joined()).enumerated() {
          let computed = Array(found.output[row * 8..<(row + 1) * 8])
          #expect(agree(computed, isValid ? values : parameters[3][0], within: tolerance), "row \(row)")
        }
        #expect(agree(Array(found.gradients[0][0..<32]), Array(golden.inputGradients[0].joined()), within: tolerance))
        let padding = found.gradients[0][32..<40] + found.gradients[0][48..<56]
        #expect(padding.allSatisfy { $0 == 0 })
      }
    }
    check(Float.self, within: 3e-6)
    check(Double.self, within: 1e-7)
  }
}
