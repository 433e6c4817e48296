/// The factor that brings gradients of a squared norm under a limit (Pascanu, Mikolov and Bengio 2013).
///
/// The norm is taken over all parameters together, as PyTorch's `clip_grad_norm_` does, including its 1e-6.
///
/// - Parameters:
///   - squaredNorm: Σg² over every gradient.
///   - limit: The greatest norm allowed.
/// - Returns: 1 where the norm is within the limit.
public func gradientClipScale(squaredNorm: Double, limit: Double) -> Float {
  Float(min(1, limit / (squaredNorm.squareRoot() + 1e-6)))
}

extension AlignedBuffer<Float> {
  /// Σx² over a range, in a fixed order.
  public func sumOfSquares(in range: Range<Int>) -> Double {
    Float.sumOfSquares(pointer + range.lowerBound, count: range.count)
  }
}
