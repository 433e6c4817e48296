import CKernels

/// RMSprop (Hinton 2012) over one flat buffer.
public final class RMSprop: Optimizer {
  /// Where epsilon stands.
  ///
  /// The two differ enough to break A2C when swapped.
  public enum EpsilonPlacement: String, Sendable, Codable {
    /// √v + ε, as PyTorch does; v starts at 0.
    case outsideRoot
    /// √(v + ε), as TensorFlow does; v starts at 1.
    case insideRoot
  }

  /// Decay of the mean of squares.
  public let decay: Float
  /// Keeps the denominator from 0.
  public let epsilon: Float
  /// Where epsilon stands.
  public let placement: EpsilonPlacement
  /// Mean of the squared gradients.
  public let meanSquare: AlignedBuffer<Float>

  /// An optimiser for `count` parameters.
  public init(
    count: Int, decay: Float = 0.99, epsilon: Float = 1e-5, placement: EpsilonPlacement = .outsideRoot
  ) {
    self.decay = decay
    self.epsilon = epsilon
    self.placement = placement
    meanSquare = AlignedBuffer(count: count)
    meanSquare.fill(start)
  }

  /// What the mean of squares is before the first step.
  private var start: Float { placement == .insideRoot ? 1 : 0 }

  /// How many parameters it moves.
  public var count: Int { meanSquare.count }

  /// Moves the parameters against the gradient; see ``Optimizer/update(_:gradients:rate:scale:sparing:)``.
  public func update(
    _ parameters: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>, rate: Float, scale: Float,
    sparing frozen: [Range<Int>]
  ) {
    precondition(parameters.count == meanSquare.count, "was \(parameters.count) of \(meanSquare.count) parameters")
    Kernels.active.rmsprop(
      parameters.pointer, gradients.pointer, meanSquare.pointer, parameters.count, scale, rate, decay, epsilon,
      placement == .insideRoot ? 1 : 0)
  }

  /// Forgets what the gradients of some parameters were: their mean of squares is as at the start.
  public func forget(_ range: Range<Int>) { meanSquare.fill(start, in: range) }

  /// The name `rmsprop`.
  public var name: String { "rmsprop" }

  /// The mean of squares.
  public var memory: [(name: String, values: AlignedBuffer<Float>)] { [("meanSquare", meanSquare)] }

  /// Steps are not counted: nothing depends on them.
  public var stepCount: Int? {
    get { nil }
    set {}
  }
}
