/// What moves parameters against their gradients, with what it remembers of earlier ones.
///
/// Optimisers are classes: two names of one optimiser are one optimiser, and none can share half of another's memory.
public protocol Optimizer: AnyObject {
  /// How many parameters it moves.
  var count: Int { get }

  /// Moves the parameters against the gradient.
  ///
  /// - Parameters:
  ///   - parameters: Changed in place.
  ///   - gradients: Derivatives of the loss, as many as there are parameters.
  ///   - rate: The learning rate of this step.
  ///   - scale: Multiplies the gradient first; what a norm clip leaves.
  ///   - frozen: Ranges, in rising order, that must not move by a bit. Their gradients are 0 and what is remembered of
  ///     them was forgotten, so that only an optimiser that moves parameters without a gradient, as weight decay does,
  ///     has to leave them out.
  /// - Complexity: One pass over the buffer.
  func update(
    _ parameters: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>, rate: Float, scale: Float,
    sparing frozen: [Range<Int>])

  /// Forgets what the gradients of some parameters were: what is remembered of them is as at the start.
  func forget(_ range: Range<Int>)

  /// What its memory is called in archives: `adam`.
  var name: String { get }

  /// The buffers that hold what it remembers, by name, each with a value for every parameter; always the same ones.
  var memory: [(name: String, values: AlignedBuffer<Float>)] { get }

  /// Steps taken where the optimiser counts them, else `nil`; part of what it remembers.
  var stepCount: Int? { get set }
}

extension Optimizer {
  /// Moves the parameters against the gradient; see ``update(_:gradients:rate:scale:sparing:)``.
  public func update(
    _ parameters: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>, rate: Float, scale: Float = 1
  ) {
    update(parameters, gradients: gradients, rate: rate, scale: scale, sparing: [])
  }
}
