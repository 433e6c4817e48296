extension Tape {
  /// Scaled dot-product self-attention of `shape.heads` heads within sets of `shape.slots` rows (Vaswani and others,
  /// 2017).
  ///
  /// - Parameters:
  ///   - qkv: Queries, keys and values of all heads side by side, [samples·slots × 3·width].
  ///   - shape: Slots, heads and width.
  ///   - mask: One flag a row in memory that outlives the pass; rows without it are neither queries nor keys and
  ///     yield 0. `nil` means that all rows hold data.
  /// - Returns: [samples·slots × width]
  /// - Complexity: O(samples·slots²·width)
  @_specialize(where Scalar == Float)
  public func attention(_ qkv: Variable, shape: AttentionShape, mask: UnsafePointer<UInt8>? = nil) -> Variable {
    precondition(
      qkv.columns == 3 * shape.width && qkv.rows % shape.slots == 0,
      "attention needs sets of \(shape.slots) rows of \(3 * shape.width), was \(qkv.rows) × \(qkv.columns)")
    let samples = qkv.rows / shape.slots
    let y = makeVariable(rows: qkv.rows, columns: shape.width, dependingOn: qkv)
    let probabilities = makeScratch(count: samples * shape.heads * shape.slots * shape.slots)
    let scratch = makeScratch(count: shape.scratchCount)
    Scalar.attention(
      pointer(to: qkv), mask: mask, pointer(to: y), probabilities: probabilities, samples: samples, shape: shape,
      scratch: scratch)
    if needsGradient(y) {
      record(
        Attention<Scalar>(qkv: qkv, y: y, shape: shape, mask: mask, probabilities: probabilities, scratch: scratch))
    }
    return y
  }
}

/// The gradient of softmax(Q·Kᵀ/√d)·V, head by head.
struct Attention<Scalar: TensorScalar>: DifferentiableOperation {
  let qkv: Variable
  let y: Variable
  let shape: AttentionShape
  let mask: UnsafePointer<UInt8>?
  let probabilities: UnsafeMutablePointer<Scalar>
  let scratch: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.attentionBackward(
      tape.pointer(to: qkv), mask: mask, probabilities: probabilities, outputGradient: tape.gradient(of: y),
      into: tape.gradient(of: qkv), samples: qkv.rows / shape.slots, shape: shape, scratch: scratch)
  }
}
