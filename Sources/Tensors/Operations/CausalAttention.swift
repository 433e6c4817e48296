extension Tape {
  /// Scaled dot-product self-attention over sequences in which no step sees a later one (Vaswani and others, 2017).
  ///
  /// Arguments and result as in ``attention(_:shape:mask:)``, with steps, oldest first, in place of slots.
  ///
  /// - Complexity: O(samples·slots²·width), in plain loops.
  @_specialize(where Scalar == Float)
  public func causalAttention(
    _ qkv: Variable, shape: AttentionShape, mask: UnsafePointer<UInt8>? = nil
  ) -> Variable {
    precondition(
      qkv.columns == 3 * shape.width && qkv.rows % shape.slots == 0,
      "attention needs sequences of \(shape.slots) rows of \(3 * shape.width), was \(qkv.rows) × \(qkv.columns)"
    )
    let y = makeVariable(rows: qkv.rows, columns: shape.width, dependingOn: qkv)
    let probabilities = makeScratch(count: qkv.rows * shape.heads * shape.slots)
    let attention = CausalAttention<Scalar>(
      qkv: qkv, y: y, shape: shape, mask: mask, probabilities: probabilities)
    attention.forward(pointer(to: qkv), pointer(to: y), scratch: makeScratch(count: shape.slots))
    if needsGradient(y) { record(attention) }
    return y
  }
}

/// The gradient of softmax(Q·Kᵀ/√d)·V over the steps up to each, head by head.
struct CausalAttention<Scalar: TensorScalar>: DifferentiableOperation {
  let qkv: Variable
  let y: Variable
  let shape: AttentionShape
  let mask: UnsafePointer<UInt8>?
  /// What each query makes of each step, [rows × heads × slots]; 0 if it sees nothing.
  let probabilities: UnsafeMutablePointer<Scalar>

  private var size: Int { shape.width / shape.heads }
  private var scale: Scalar { 1 / Scalar(size).squareRoot() }

  @inline(__always)
  private func holdsData(_ row: Int) -> Bool { mask.map { $0[row] != 0 } ?? true }

  @inline(__always)
  private func dot(_ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>) -> Scalar {
    var sum: Scalar = 0
    for index in 0..<size { sum += a[index] * b[index] }
    return sum
  }

  @_specialize(where Scalar == Float)
  func forward(
    _ input: UnsafePointer<Scalar>, _ output: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>
  ) {
    let (width, stride) = (shape.width, 3 * shape.width)
    output.update(repeating: 0, count: y.count)
    probabilities.update(repeating: 0, count: qkv.rows * shape.heads * shape.slots)
    for row in 0..<qkv.rows where holdsData(row) {
      let first = row / shape.slots * shape.slots
      for head in 0..<shape.heads {
        let weights = probabilities + (row * shape.heads + head) * shape.slots
        let query = input + row * stride + head * size
        var greatest = -Scalar.infinity
        for key in first...row where holdsData(key) {
          let score = scale * dot(query, input + key * stride + width + head * size)
          scratch[key - first] = score
          greatest = max(greatest, score)
        }
        for key in first...row { scratch[key - first] = holdsData(key) ? scratch[key - first] - greatest : 0 }
        Scalar.exponential(scratch, weights, count: row - first + 1)
        var total: Scalar = 0
        for key in first...row {
          if holdsData(key) { total += weights[key - first] } else { weights[key - first] = 0 }
        }
        for key in first...row where holdsData(key) {
          weights[key - first] /= total
          Scalar.addScaled(
            weights[key - first], input + key * stride + 2 * width + head * size,
            into: output + row * width + head * size, count: size)
        }
      }
    }
  }

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (width, stride) = (shape.width, 3 * shape.width)
    let (input, gradient, upstream) = (
      tape.pointer(to: qkv), tape.gradient(of: qkv), tape.gradient(of: y)
    )
    for row in 0..<qkv.rows where holdsData(row) {
      let first = row / shape.slots * shape.slots
      for head in 0..<shape.heads {
        let weights = probabilities + (row * shape.heads + head) * shape.slots
        let slope = upstream + row * width + head * size
        var mean: Scalar = 0
        for key in first...row {
          mean += weights[key - first] * dot(slope, input + key * stride + 2 * width + head * size)
        }
        for key in first...row where holdsData(key) {
          let (weight, place) = (weights[key - first], key * stride + head * size)
          let change = scale * weight * (dot(slope, input + place + 2 * width) - mean)
          Scalar.addScaled(weight, slope, into: gradient + place + 2 * width, count: size)
          Scalar.addScaled(
            change, input + place + width, into: gradient + row * stride + head * size, count: size)
          Scalar.addScaled(
            change, input + row * stride + head * size, into: gradient + place + width, count: size)
        }
      }
    }
  }
}
