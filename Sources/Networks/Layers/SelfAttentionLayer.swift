import Tensors

/// Multi-head self-attention within sets: projections to queries, keys and values, attention, projection back.
public struct SelfAttentionLayer: Sendable {
  /// Queries, keys and values side by side, [width × 3·width].
  public let projection: LinearLayer
  /// What joins the heads, [width × width].
  public let output: LinearLayer
  /// Sizes.
  public let shape: AttentionShape

  /// Reserves `name.projection` and `name.output`.
  public init(_ name: String, shape: AttentionShape, initializer: Initializer, in layout: inout ParameterLayout) {
    self.shape = shape
    projection = LinearLayer(
      "\(name).projection", inputs: shape.width, outputs: 3 * shape.width, initializer: initializer, in: &layout)
    output = LinearLayer(
      "\(name).output", inputs: shape.width, outputs: shape.width, initializer: initializer, in: &layout)
  }

  /// [samples·slots × width] → the same; rows outside `mask` hold no data and yield the output bias.
  @_specialize(where Scalar == Float)
  public func callAsFunction<Scalar>(
    _ x: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> Variable {
    output(tape.attention(projection(x, on: tape), shape: shape, mask: mask), on: tape)
  }
}
