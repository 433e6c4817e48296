import Randomness
import Tensors
import Testing

@Suite("Tapes")
struct TapeTests {
  private let layout: ParameterLayout
  private let weight: ParameterSlice
  private let bias: ParameterSlice
  private let parameters: AlignedBuffer<Float>

  init() {
    var layout = ParameterLayout()
    weight = layout.reserve("weight", rows: 3, columns: 2, initializer: .uniform(bound: 1))
    bias = layout.reserve("bias", rows: 1, columns: 2, initializer: .uniform(bound: 1))
    self.layout = layout
    parameters = layout.makeParameters(using: RandomStream(seed: 1))
  }

  /// A loss over `rows` rows that passes through most kinds of memory of a tape.
  private func loss(on tape: Tape<Float>, rows: Int = 40) -> Variable {
    let x = tape.constant(rows: rows, columns: 3) { values in
      for index in values.indices { values[index] = Float(index % 7) - 3 }
    }
    let y = tape.linear(x, weight: tape.parameter(weight), bias: tape.parameter(bias), activation: .tanh)
    let mask = [Bool](repeating: true, count: rows).withUnsafeBufferPointer { tape.makeMask($0) }
    return tape.mean(tape.square(tape.maxPool(y, slots: 4, mask: mask)))
  }

  private func gradients(_ body: (Tape<Float>) -> Void) -> [Float] {
    let gradients = AlignedBuffer<Float>(count: layout.count)
    body(Tape(parameters: parameters, gradients: gradients))
    return gradients.array
  }

  @Test("gradients add up over passes, with a reset between them and without")
  func accumulation() {
    let once = gradients { tape in tape.backward(from: loss(on: tape)) }
    let afterReset = gradients { tape in
      tape.backward(from: loss(on: tape))
      tape.reset()
      tape.backward(from: loss(on: tape))
    }
    let sameRecord = gradients { tape in
      let value = loss(on: tape)
      tape.backward(from: value)
      tape.backward(from: value)
    }
    let twoLosses = gradients { tape in
      let (first, second) = (loss(on: tape), loss(on: tape))
      tape.backward(from: first)
      tape.backward(from: second)
    }
    #expect(once.contains { $0 != 0 })
    for twice in [afterReset, sameRecord, twoLosses] {
      #expect(zip(twice, once).allSatisfy { abs($0 - 2 * $1) < 1e-6 })
    }
  }

  @Test("a tape without gradients records nothing and computes the same values")
  func nonRecording() {
    let recording = Tape(parameters: parameters, gradients: AlignedBuffer(count: layout.count))
    let plain = Tape(parameters: parameters)
    #expect(recording.values(of: loss(on: recording)) == plain.values(of: loss(on: plain)))
    #expect(recording.isRecording && recording.recordedOperationCount == 4)
    #expect(!plain.isRecording && plain.recordedOperationCount == 0)
  }

  @Test("what depends on constants alone is not recorded")
  func constants() {
    let tape = Tape(parameters: parameters, gradients: AlignedBuffer(count: layout.count))
    let x = tape.constant([1, 2], rows: 1, columns: 2)
    let y = tape.exp(tape.add(x, x))
    #expect(!tape.needsGradient(y) && tape.recordedOperationCount == 0)
  }

  @Test("from the second pass on a tape reuses its memory")
  func memoryReuse() {
    let tape = Tape(parameters: parameters, gradients: AlignedBuffer(count: layout.count))
    let addresses = (0..<5).map { _ -> [UnsafeMutablePointer<Float>] in
      tape.reset()
      // Far more than a first chunk holds, so that the first pass has to grow in pieces.
      let values = (0..<8).map { _ in loss(on: tape, rows: 4000) }
      let total = values.dropFirst().reduce(values[0]) { tape.add($0, $1) }
      tape.backward(from: total)
      return [tape.pointer(to: total), tape.gradient(of: total), tape.gradient(of: values[0])]
    }
    #expect(addresses[1] == addresses[2] && addresses[2] == addresses[3] && addresses[3] == addresses[4])
  }

  @Test("a reset forgets the record")
  func reset() {
    let tape = Tape(parameters: parameters, gradients: AlignedBuffer(count: layout.count))
    _ = loss(on: tape)
    tape.reset()
    #expect(tape.recordedOperationCount == 0)
  }

  @Test("a reshaped view shares its values and keeps a gradient of its own")
  func views() {
    let tape = Tape(parameters: parameters, gradients: AlignedBuffer(count: layout.count))
    let x = tape.parameter(weight)
    let view = tape.reshape(x, rows: 2, columns: 3)
    #expect(tape.pointer(to: view) == tape.pointer(to: x))
    #expect(tape.gradient(of: view) != tape.gradient(of: x))
    tape.backward(from: tape.sum(tape.slice(view, columns: 0..<1)))
    #expect(tape.gradients(of: x) == [1, 0, 0, 1, 0, 0])
  }

  @Test("a borrowed constant is read where it lies")
  func borrowedConstants() {
    let source = AlignedBuffer<Float>(count: 2)
    source.fill(3)
    let tape = Tape(parameters: parameters)
    let x = tape.constant(borrowing: source.pointer, rows: 1, columns: 2)
    #expect(tape.pointer(to: x) == source.pointer)
    #expect(tape.values(of: tape.affine(x, scale: 2, offset: 1)) == [7, 7])
  }

  @Test("dropout keeps the mean, scales what it keeps, and moves on with every use")
  func dropout() {
    let tape = Tape(parameters: parameters)
    let x = tape.constant(rows: 100, columns: 100) { $0.update(repeating: 1) }
    #expect(tape.dropout(x, rate: 0.25) == x, "nothing is dropped while evaluating")
    tape.dropoutStream = RandomStream(seed: 2)
    let (first, second) = (tape.values(of: tape.dropout(x, rate: 0.25)), tape.values(of: tape.dropout(x, rate: 0.25)))
    #expect(Set(first) == [0, 1 / 0.75])
    #expect(abs(first.reduce(0, +) / 10_000 - 1) < 0.03)
    #expect(first != second)
    #expect(tape.dropout(x, rate: 0) == x)
  }
}

extension Tape {
  fileprivate func square(_ x: Variable) -> Variable { multiply(x, x) }
}
