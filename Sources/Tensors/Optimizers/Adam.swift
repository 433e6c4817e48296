import CKernels

/// Adam (Kingma and Ba, ICLR 2015) over one flat buffer, in PyTorch's arrangement; with a weight decay, AdamW.
public final class Adam: Optimizer {
  /// Decay of the first moment.
  public let beta1: Float
  /// Decay of the second moment.
  public let beta2: Float
  /// Added to the root of the second moment.
  ///
  /// PPO uses 1e-5, not PyTorch's 1e-8.
  public let epsilon: Float
  /// λ of decoupled weight decay: before each step, parameters shrink by rate·λ of themselves.
  ///
  /// Decoupled from the gradient, so that the moments do not see it (AdamW; Loshchilov and Hutter, "Decoupled Weight
  /// Decay Regularization", ICLR 2019). 0 is Adam.
  public let weightDecay: Float
  /// Steps taken.
  public private(set) var step: Int
  /// Mean of the gradients.
  public let firstMoment: AlignedBuffer<Float>
  /// Mean of the squared gradients.
  public let secondMoment: AlignedBuffer<Float>

  /// An optimiser for `count` parameters.
  public init(
    count: Int, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-5, weightDecay: Float = 0
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    step = 0
    firstMoment = AlignedBuffer(count: count)
    secondMoment = AlignedBuffer(count: count)
  }

  /// How many parameters it moves.
  public var count: Int { firstMoment.count }

  /// Moves the parameters against the gradient; see ``Optimizer/update(_:gradients:rate:scale:sparing:)``.
  public func update(
    _ parameters: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>, rate: Float, scale: Float,
    sparing frozen: [Range<Int>]
  ) {
    precondition(parameters.count == firstMoment.count, "was \(parameters.count) of \(firstMoment.count) parameters")
    if weightDecay != 0 { shrink(parameters, rate: rate, sparing: frozen) }
    step += 1
    let correction1 = 1 - power(Double(beta1), step)
    let correction2 = 1 - power(Double(beta2), step)
    Kernels.active.adam(
      parameters.pointer, gradients.pointer, firstMoment.pointer, secondMoment.pointer, parameters.count, scale,
      Float(Double(rate) / correction1), beta1, beta2, Float(1 / correction2.squareRoot()), epsilon)
  }

  /// Multiplies all parameters but the frozen ones by 1 − rate·λ.
  private func shrink(_ parameters: AlignedBuffer<Float>, rate: Float, sparing frozen: [Range<Int>]) {
    let factor = Float(1 - Double(rate) * Double(weightDecay))
    let values = parameters.pointer
    var start = 0
    for range in frozen {
      for index in start..<range.lowerBound { values[index] *= factor }
      start = range.upperBound
    }
    for index in start..<parameters.count { values[index] *= factor }
  }

  /// Forgets what the gradients of some parameters were: both moments are 0 again.
  public func forget(_ range: Range<Int>) {
    for moment in [firstMoment, secondMoment] { moment.fill(0, in: range) }
  }

  /// The name `adam`.
  public var name: String { "adam" }

  /// Both moments.
  public var memory: [(name: String, values: AlignedBuffer<Float>)] {
    [("firstMoment", firstMoment), ("secondMoment", secondMoment)]
  }

  /// Steps taken; both corrections of the moments depend on them.
  public var stepCount: Int? {
    get { step }
    set { step = newValue ?? 0 }
  }

  /// Takes over the state of a checkpoint.
  public func restore(step: Int, firstMoment: [Float], secondMoment: [Float]) {
    self.step = step
    self.firstMoment.take(firstMoment)
    self.secondMoment.take(secondMoment)
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
