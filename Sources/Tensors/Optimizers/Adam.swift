import CKernels

/// Adam (Kingma and Ba, ICLR 2015) over one flat buffer, in PyTorch's arrangement.
public struct Adam {
  /// Decay of the first moment.
  public let beta1: Float
  /// Decay of the second moment.
  public let beta2: Float
  /// Added to the root of the second moment.
  ///
  /// PPO uses 1e-5, not PyTorch's 1e-8.
  public let epsilon: Float
  /// Steps taken.
  public private(set) var step: Int
  /// Mean of the gradients.
  public let firstMoment: AlignedBuffer<Float>
  /// Mean of the squared gradients.
  public let secondMoment: AlignedBuffer<Float>

  /// An optimiser for `count` parameters.
  public init(count: Int, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-5) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    step = 0
    firstMoment = AlignedBuffer(count: count)
    secondMoment = AlignedBuffer(count: count)
  }

  /// Moves the parameters against the gradient.
  ///
  /// - Parameters:
  ///   - parameters: Changed in place.
  ///   - gradients: Derivatives of the loss, as many as there are parameters.
  ///   - rate: The learning rate of this step.
  ///   - scale: Multiplies the gradient first; what a norm clip leaves.
  /// - Complexity: One pass over the buffer.
  public mutating func update(
    _ parameters: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>, rate: Float, scale: Float = 1
  ) {
    precondition(parameters.count == firstMoment.count, "was \(parameters.count) of \(firstMoment.count) parameters")
    step += 1
    let correction1 = 1 - power(Double(beta1), step)
    let correction2 = 1 - power(Double(beta2), step)
    Kernels.active.adam(
      parameters.pointer, gradients.pointer, firstMoment.pointer, secondMoment.pointer, parameters.count, scale,
      Float(Double(rate) / correction1), beta1, beta2, Float(1 / correction2.squareRoot()), epsilon)
  }

  /// Forgets what the gradients of some parameters were: both moments are 0 again.
  public func forget(_ range: Range<Int>) {
    precondition(range.upperBound <= firstMoment.count, "a range must end within \(firstMoment.count), was \(range)")
    for moment in [firstMoment, secondMoment] {
      (moment.pointer + range.lowerBound).update(repeating: 0, count: range.count)
    }
  }

  /// Takes over the state of a checkpoint.
  public mutating func restore(step: Int, firstMoment: [Float], secondMoment: [Float]) {
    precondition(
      firstMoment.count == self.firstMoment.count && secondMoment.count == self.secondMoment.count,
      "moments must have \(self.firstMoment.count) values, was \(firstMoment.count) and \(secondMoment.count)")
    self.step = step
    _ = self.firstMoment.values.update(fromContentsOf: firstMoment)
    _ = self.secondMoment.values.update(fromContentsOf: secondMoment)
  }
}

/// baseᵉˣᵖᵒⁿᵉⁿᵗ by repeated squaring: the same bits on every platform, which a library's `pow` does not promise.
func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
