/// Parameters that learn, with all that learning needs: gradients on lanes, an optimiser, maybe a target copy, what is
/// frozen, and a copy to roll back to.
///
/// An algorithm says what the loss is; silencing frozen gradients, the norm and its limit, the check for numbers that are
/// not finite, the step and the way back are the same for all and are here.
///
/// ```swift
/// learner.lanes.run { lane, tape in … tape.backward(from: loss) }
/// let norm = try learner.step(rate: 3e-4, limit: 0.5)
/// ```
public final class Learner {
  /// What its optimiser's state is called in archives: none for an agent with one learner, else `actor` or the like.
  public let name: String
  /// Names, shapes and places of all parameters.
  public let layout: ParameterLayout
  /// All parameters in one block.
  public let parameters: AlignedBuffer<Float>
  /// A copy that moves apart from the parameters, for targets of learning; `nil` if there is none.
  public let target: AlignedBuffer<Float>?
  /// What moves the parameters.
  public let optimizer: any Optimizer
  /// Where the gradient is computed.
  public let lanes: GradientLanes
  /// What does not learn.
  public private(set) var frozen = FrozenParameters()

  private var kept: LearnerCopy?

  /// A learner for parameters that are at their start.
  ///
  /// - Parameters:
  ///   - name: What its optimiser's state is called in archives.
  ///   - layout: What there is to learn.
  ///   - parameters: As many as the layout has.
  ///   - target: As many; begins as a copy of the parameters.
  ///   - optimizer: Moves as many, and is nobody else's.
  ///   - split: What each lane computes.
  ///   - pair: Runs the lanes.
  public init(
    _ name: String = "", layout: ParameterLayout, parameters: AlignedBuffer<Float>,
    target: AlignedBuffer<Float>? = nil, optimizer: any Optimizer, split: GradientLanes.Split = .none,
    pair: LanePair = LanePair(threads: 1)
  ) {
    precondition(
      parameters.count == layout.count && optimizer.count == layout.count,
      "parameters and optimiser must have \(layout.count) values, was \(parameters.count) and \(optimizer.count)")
    self.name = name
    self.layout = layout
    self.parameters = parameters
    self.optimizer = optimizer
    self.target = target
    target?.assign(from: parameters)
    lanes = GradientLanes(parameters: parameters, split: split, pair: pair)
  }

  /// The gradient that the lanes computed last.
  public var gradients: AlignedBuffer<Float> { lanes.gradients }

  // MARK: Steps

  /// Moves the parameters against the gradient that the lanes computed.
  ///
  /// Gradients of frozen parameters are 0 before the norm is taken, so that its limit is that of what learns.
  ///
  /// - Parameters:
  ///   - loss: The loss whose gradient it is, where it is to be finite too.
  ///   - rate: The learning rate.
  ///   - limit: Of the gradient's norm; `nil` never limits.
  /// - Returns: The norm before the limit.
  /// - Throws: ``NonFiniteGradient`` if the norm or the loss is not finite; nothing has moved then. The squares of a
  ///   gradient beyond 1.8e19 overflow, which counts as not finite: so would the optimiser's.
  /// - Complexity: Two passes over the parameters.
  public func step(loss: Double = 0, rate: Float, limit: Double? = nil) throws(NonFiniteGradient) -> Double {
    frozen.silence(gradients)
    let squaredNorm = gradients.sumOfSquares(in: 0..<layout.count)
    guard squaredNorm.isFinite else { throw .norm(squaredNorm) }
    guard loss.isFinite else { throw .loss(loss) }
    let scale = limit.map { gradientClipScale(squaredNorm: squaredNorm, limit: $0) } ?? 1
    optimizer.update(parameters, gradients: gradients, rate: rate, scale: scale, sparing: frozen.ranges)
    return squaredNorm.squareRoot()
  }

  /// Moves the target a share of the way to the parameters; 1 copies.
  ///
  /// - Parameter share: τ in 0...1.
  public func moveTarget(share: Float) {
    guard let target else { preconditionFailure("Invariant: only a learner with a target moves it") }
    target.approach(parameters, share: share)
  }

  // MARK: The way back

  /// Keeps a copy of everything that steps change, to go back to with ``rollBack()``.
  ///
  /// The memory of the copy is taken once. What another call kept is gone.
  ///
  /// - Parameter target: Whether the target is kept too. One that does not move before the last step that can fail need
  ///   not be.
  /// - Complexity: One pass over the parameters for each buffer.
  public func keep(target: Bool = true) {
    if kept == nil { kept = LearnerCopy(of: self) }
    kept?.take(target: target)
  }

  /// Goes back to what was kept last: the parameters, what the optimiser remembers and, if it was kept, the target.
  public func rollBack() {
    guard let kept else { preconditionFailure("Invariant: only what was kept can be rolled back to") }
    kept.restore()
  }

  // MARK: Freezing

  /// Keeps blocks from learning from now on; all others learn.
  ///
  /// What the optimiser remembers of them is forgotten, and their target becomes the parameters, and stays.
  ///
  /// - Parameter isFrozen: Tells by the name of a block.
  public func freeze(where isFrozen: (String) -> Bool) {
    restoreFrozen(where: isFrozen)
    for range in frozen.ranges {
      optimizer.forget(range)
      target?.approach(parameters, share: 1, in: range)
    }
  }

  /// Freezes what an archive says, whose optimiser and target are as they have to be.
  public func restoreFrozen(where isFrozen: (String) -> Bool) {
    frozen = FrozenParameters(in: layout, where: isFrozen)
  }
}

/// A gradient that cannot be followed.
public enum NonFiniteGradient: Error, Equatable, Sendable {
  /// Its squared norm is not finite.
  case norm(Double)
  /// The loss that it belongs to is not.
  case loss(Double)
}
