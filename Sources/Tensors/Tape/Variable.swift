/// A matrix on a ``Tape``: a handle without storage of its own, valid until the tape is reset.
public struct Variable: Sendable, Equatable {
  /// Position on the tape; an operation only refers to smaller ones, so creation order is topological order.
  let index: Int
  /// Rows; a batch dimension comes first, sets are flattened into rows.
  public let rows: Int
  /// Values a row.
  public let columns: Int

  /// Values in all.
  public var count: Int { rows * columns }
}

/// A differentiable step that a tape has recorded.
///
/// The public seam for operations of one's own: compute the values in an extension of ``Tape`` with
/// ``Tape/makeVariable(rows:columns:dependingOn:)``, then ``Tape/record(_:)`` a value of a conforming type that knows
/// how to pass the gradient back.
public protocol DifferentiableOperation<Scalar> {
  /// The number type of the tape.
  associatedtype Scalar: TensorScalar

  /// Adds the gradient of the inputs, given that of the output.
  ///
  /// Called once for each backward pass, in reverse order of recording. Add to ``Tape/gradient(of:)`` of every input
  /// for which ``Tape/needsGradient(_:)`` holds.
  func backward(on tape: Tape<Scalar>)
}
