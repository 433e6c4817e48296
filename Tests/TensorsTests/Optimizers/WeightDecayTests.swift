import Tensors
import Testing

/// PyTorch's AdamW written out in Double: shrink, then Adam on moments that do not see the decay.
private struct Oracle {
  var parameters: [Double]
  private var first: [Double]
  private var second: [Double]
  private var step = 0.0

  init(_ parameters: [Float]) {
    self.parameters = parameters.map(Double.init)
    first = parameters.map { _ in 0 }
    second = first
  }

  mutating func update(_ gradients: [Float], rate: Double, decay: Double, epsilon: Double) {
    step += 1
    var (correction1, correction2) = (1.0, 1.0)
    for _ in 0..<Int(step) { (correction1, correction2) = (correction1 * 0.9, correction2 * 0.999) }
    for (index, gradient) in gradients.enumerated() {
      let g = Double(gradient)
      parameters[index] *= 1 - rate * decay
      first[index] += 0.1 * (g - first[index])
      second[index] = 0.999 * second[index] + 0.001 * g * g
      let root = second[index].squareRoot() / (1 - correction2).squareRoot()
      parameters[index] -= rate / (1 - correction1) * first[index] / (root + epsilon)
    }
  }
}

@Suite("Decoupled weight decay")
struct WeightDecayTests {
  private let start: [Float] = [0, 1, -1, 0.5, -3, 12, 1e-3, -1e-4, 7, 2, -0.25]

  private func buffer(_ values: [Float]) -> AlignedBuffer<Float> {
    let buffer = AlignedBuffer<Float>(count: values.count)
    buffer.take(values)
    return buffer
  }

  private func gradients(_ step: Int) -> [Float] {
    start.indices.map { Float(($0 * 7 + step * 3) % 11 - 5) / 10 * ($0 == 1 ? 0 : 1) }
  }

  @Test("ten steps with a changing rate are those of AdamW's formula", arguments: [0, 0.01, 0.5])
  func formula(decay: Double) {
    let adam = Adam(count: start.count, epsilon: 1e-8, weightDecay: Float(decay))
    let parameters = buffer(start)
    var oracle = Oracle(start)
    for step in 0..<10 {
      let rate = 1e-2 * Double(10 - step)
      adam.update(parameters, gradients: buffer(gradients(step)), rate: Float(rate))
      oracle.update(gradients(step), rate: rate, decay: decay, epsilon: 1e-8)
      for (found, wanted) in zip(parameters.array, oracle.parameters) {
        #expect(abs(Double(found) - wanted) < 5e-6 * max(1, abs(wanted)), "step \(step)")
      }
    }
    // A parameter without a gradient shrinks by the decay alone.
    let share = (0..<10).reduce(1.0) { $0 * (1 - 1e-2 * Double(10 - $1) * decay) }
    #expect(abs(Double(parameters.array[1]) - share) < 2e-6)
  }

  @Test("the moments do not see the decay")
  func moments() {
    let (plain, decayed) = (Adam(count: start.count), Adam(count: start.count, weightDecay: 0.5))
    for step in 0..<3 {
      plain.update(buffer(start), gradients: buffer(gradients(step)), rate: 0.1)
      decayed.update(buffer(start), gradients: buffer(gradients(step)), rate: 0.1)
    }
    #expect(plain.firstMoment.array == decayed.firstMoment.array)
    #expect(plain.secondMoment.array == decayed.secondMoment.array)
  }

  @Test(
    "ranges that are spared keep every bit, wherever they lie", arguments: [[0..<2], [3..<5, 6..<7], [9..<11], []])
  func spared(ranges: [Range<Int>]) {
    let adam = Adam(count: start.count, weightDecay: 0.5)
    let parameters = buffer(start)
    let zeros = AlignedBuffer<Float>(count: start.count)
    adam.update(parameters, gradients: zeros, rate: 0.1, scale: 1, sparing: ranges)
    for (index, value) in parameters.array.enumerated() {
      let isSpared = ranges.contains { $0.contains(index) }
      #expect(value == (isSpared ? start[index] : start[index] * 0.95), "parameter \(index)")
    }
  }

  @Test("two names of an optimiser are one optimiser: a copy cannot share half of its memory")
  func reference() {
    for optimizer in [Adam(count: 2), RMSprop(count: 2)] as [any Optimizer] {
      let other = optimizer
      optimizer.update(buffer([1, 1]), gradients: buffer([1, 2]), rate: 0.1)
      #expect(other.stepCount == optimizer.stepCount)
      #expect(other.memory.map(\.values.array) == optimizer.memory.map(\.values.array))
      #expect(other.memory.allSatisfy { $0.values.array.contains { $0 != 0 } })
    }
  }
}
