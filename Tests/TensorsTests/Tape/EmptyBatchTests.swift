import Tensors
import Testing

@Suite("Empty batches")
struct EmptyBatchTests {
  /// Runs every operation that makes sense on no rows and returns the loss and all gradients.
  private func gradients<Scalar: TensorScalar>(_ type: Scalar.Type) -> [Scalar] {
    var layout = ParameterLayout()
    let weight = layout.reserve("weight", rows: 4, columns: 6, initializer: .constant(0))
    let bias = layout.reserve("bias", rows: 1, columns: 6, initializer: .constant(0))
    let parameters = AlignedBuffer<Scalar>(count: layout.count)
    let gradients = AlignedBuffer<Scalar>(count: layout.count)
    parameters.fill(0.5)
    let tape = Tape(parameters: parameters, gradients: gradients)
    // The very first request of a new tape is for nothing.
    let x = tape.constant([], rows: 0, columns: 4)
    let w = tape.parameter(weight)
    let b = tape.parameter(bias)
    var y = tape.linear(x, weight: w, bias: b, activation: .tanh)
    y = tape.layerNorm(tape.gelu(tape.add(y, b)), gain: b, bias: b)
    y = tape.attention(tape.reshape(y, rows: 0, columns: 6), shape: AttentionShape(slots: 3, heads: 1, width: 2))
    y = tape.concatenate([y, tape.exp(y), tape.log(tape.sigmoid(y))])
    y = tape.add(y, toEachOf: 3, tape.sumPool(y, slots: 3))
    let pooled = tape.add(tape.maxPool(y, slots: 3), tape.meanPool(y, slots: 3))
    let logProbabilities = tape.logSoftmax(pooled)
    let losses = [
      tape.mean(tape.gather(logProbabilities, [])), tape.mean(tape.entropy(ofLogProbabilities: logProbabilities)),
      tape.mean(tape.sumRows(tape.slice(tape.softmax(pooled), columns: 1..<3))),
    ]
    let loss = tape.add(losses[0], tape.add(losses[1], losses[2]))
    tape.backward(from: loss)
    return tape.values(of: loss) + gradients.array
  }

  @Test("no rows give a loss of 0 and gradients of 0, never NaN")
  func zeros() {
    #expect(gradients(Float.self).allSatisfy { $0 == 0 })
    #expect(gradients(Double.self).allSatisfy { $0 == 0 })
  }

  /// The gradient of everything that goes into recurrent layers over no steps.
  private func recurrentGradients<Scalar: TensorScalar>(_ type: Scalar.Type) -> [Scalar] {
    var layout = ParameterLayout()
    let slices = [(3, 12), (1, 12), (3, 9), (1, 9), (2, 3)].enumerated().map { index, shape in
      layout.reserve("\(index)", rows: shape.0, columns: shape.1, initializer: .constant(0))
    }
    let parameters = AlignedBuffer<Scalar>(count: layout.count)
    let gradients = AlignedBuffer<Scalar>(count: layout.count)
    parameters.fill(0.5)
    let tape = Tape(parameters: parameters, gradients: gradients)
    let inputs = slices.map(tape.parameter)
    let states = tape.lstm(
      tape.constant([], rows: 0, columns: 12), weight: inputs[0], bias: inputs[1], initial: (inputs[4], inputs[4]))
    let units = tape.gru(
      tape.constant([], rows: 0, columns: 9), weight: inputs[2], bias: inputs[3], initial: inputs[4])
    let all = tape.concatenate([states.hidden, states.cell, tape.selectRows(units, [])])
    let loss = tape.mean(tape.sumRows(all))
    tape.backward(from: loss)
    return tape.values(of: loss) + gradients.array
  }

  @Test("sequences of no steps give a loss of 0 and gradients of 0, never NaN")
  func noSteps() {
    #expect(recurrentGradients(Float.self).allSatisfy { $0 == 0 })
    #expect(recurrentGradients(Double.self).allSatisfy { $0 == 0 })
  }
}
