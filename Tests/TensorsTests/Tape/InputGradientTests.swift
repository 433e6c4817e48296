import Randomness
import Tensors
import Testing

@Suite("Gradients of inputs")
struct InputGradientTests {
  private let layout: ParameterLayout
  private let input: ParameterSlice
  private let weight: ParameterSlice
  private let bias: ParameterSlice
  /// The input is also a parameter, to compare with.
  private let parameters: AlignedBuffer<Double>
  private let rows = 5

  init() {
    var layout = ParameterLayout()
    input = layout.reserve("input", rows: rows, columns: 3, initializer: .uniform(bound: 1))
    weight = layout.reserve("weight", rows: 3, columns: 4, initializer: .uniform(bound: 1))
    bias = layout.reserve("bias", rows: 1, columns: 4, initializer: .uniform(bound: 1))
    self.layout = layout
    parameters = AlignedBuffer(count: layout.count)
    for (index, value) in layout.makeParameters(using: RandomStream(seed: 1)).array.enumerated() {
      parameters.pointer[index] = Double(value)
    }
  }

  private func loss(of x: Variable, on tape: Tape<Double>) -> Variable {
    let y = tape.linear(x, weight: tape.parameter(weight), bias: tape.parameter(bias), activation: .tanh)
    return tape.sum(tape.multiply(y, tape.exp(tape.slice(y, columns: 0..<4))))
  }

  private var wanted: (input: [Double], all: [Double]) {
    let gradients = AlignedBuffer<Double>(count: layout.count)
    let tape = Tape(parameters: parameters, gradients: gradients)
    tape.backward(from: loss(of: tape.parameter(input), on: tape))
    return (Array(gradients.array[input.offset..<input.offset + input.count]), gradients.array)
  }

  @Test("An input gets the gradient that a parameter in its place gets")
  func inputGradient() {
    let tape = Tape(parameters: parameters, differentiatesInputs: true)
    let x = tape.input(parameters.pointer + input.offset, rows: rows, columns: 3)
    #expect(tape.pointer(to: x) == parameters.pointer + input.offset, "it is read where it lies")
    tape.backward(from: loss(of: x, on: tape))
    #expect(tape.gradients(of: x) == wanted.input)
    tape.reset()
    let again = tape.input(parameters.pointer + input.offset, rows: rows, columns: 3)
    tape.backward(from: loss(of: again, on: tape))
    #expect(tape.gradients(of: again) == wanted.input, "and again after a reset")
  }

  @Test("Without a gradient buffer parameters are constants: nothing that needs them alone is recorded")
  func parametersAreConstants() {
    let before = parameters.array
    let tape = Tape(parameters: parameters, differentiatesInputs: true)
    #expect(tape.isRecording)
    let own = tape.parameter(weight)
    let constant = tape.constant([1, 2, 3], rows: 1, columns: 3)
    let outputs = tape.linear(constant, weight: own, bias: tape.parameter(bias), activation: .tanh)
    #expect(!tape.needsGradient(own) && !tape.needsGradient(outputs) && tape.recordedOperationCount == 0)
    let x = tape.input(parameters.pointer + input.offset, rows: rows, columns: 3)
    let y = tape.linear(x, weight: own, bias: tape.parameter(bias), activation: .tanh)
    #expect(tape.needsGradient(x) && tape.needsGradient(y) && tape.recordedOperationCount == 1)
    tape.backward(from: tape.sum(y))
    #expect(!tape.needsGradient(own) && parameters.array == before)
  }

  @Test("With a gradient buffer inputs and parameters get theirs side by side")
  func both() {
    let gradients = AlignedBuffer<Double>(count: layout.count)
    let tape = Tape(parameters: parameters, gradients: gradients, differentiatesInputs: true)
    let x = tape.input(parameters.pointer + input.offset, rows: rows, columns: 3)
    tape.backward(from: loss(of: x, on: tape))
    #expect(tape.gradients(of: x) == wanted.input)
    let (found, all) = (gradients.array, wanted.all)
    #expect(found[weight.offset...] == all[weight.offset...])
    #expect(found[..<weight.offset].allSatisfy { $0 == 0 })
  }

  @Test("A constant beside an input has no gradient")
  func constants() {
    let tape = Tape(parameters: parameters, differentiatesInputs: true)
    let x = tape.input(parameters.pointer, rows: 1, columns: 3)
    let constant = tape.constant([1, 2, 3], rows: 1, columns: 3)
    tape.backward(from: tape.sum(tape.multiply(x, constant)))
    #expect(tape.gradients(of: x) == [1, 2, 3] && !tape.needsGradient(constant))
  }
}
