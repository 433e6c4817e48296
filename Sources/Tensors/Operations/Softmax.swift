extension Tape {
  /// Row-wise log-softmax over the valid entries; invalid ones become −∞ and get a gradient of exactly 0.
  ///
  /// - Parameters:
  ///   - x: [rows × columns]
  ///   - mask: `x.count` flags in memory that outlives the pass (see ``makeMask(_:)``), at least one set in every
  ///     row; `nil` means that all entries are valid.
  /// - Returns: [rows × columns]
  @_specialize(where Scalar == Float)
  public func logSoftmax(_ x: Variable, mask: UnsafePointer<UInt8>? = nil) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    Scalar.logSoftmax(pointer(to: x), mask: mask, pointer(to: y), rows: x.rows, columns: x.columns)
    if needsGradient(y) { record(LogSoftmax<Scalar>(x: x, y: y, mask: mask)) }
    return y
  }

  /// Row-wise softmax over the valid entries; invalid ones become 0.
  @_specialize(where Scalar == Float)
  public func softmax(_ x: Variable, mask: UnsafePointer<UInt8>? = nil) -> Variable {
    exp(logSoftmax(x, mask: mask))
  }

  /// The entropy −Σ p·ln p of each row of log-probabilities, over valid entries only (0·ln 0 = 0), [rows × 1].
  @_specialize(where Scalar == Float)
  public func entropy(ofLogProbabilities x: Variable) -> Variable {
    let y = makeVariable(rows: x.rows, columns: 1, dependingOn: x)
    let probabilities = makeScratch(count: x.count)
    let (source, target) = (pointer(to: x), pointer(to: y))
    Scalar.exponential(source, probabilities, count: x.count)
    for row in 0..<x.rows {
      var total: Scalar = 0
      for index in row * x.columns..<(row + 1) * x.columns where probabilities[index] > 0 {
        total -= probabilities[index] * source[index]
      }
      target[row] = total
    }
    if needsGradient(y) { record(Entropy<Scalar>(x: x, y: y, probabilities: probabilities)) }
    return y
  }
}

/// dx += dy − softmax(x)·Σdy by row.
struct LogSoftmax<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let mask: UnsafePointer<UInt8>?

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.logSoftmaxBackward(
      output: tape.pointer(to: y), mask: mask, outputGradient: tape.gradient(of: y), into: tape.gradient(of: x),
      rows: x.rows, columns: x.columns)
  }
}

/// dx −= dy·p·(ln p + 1), 0 where p is 0.
struct Entropy<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let probabilities: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (source, upstream, gradient) = (tape.pointer(to: x), tape.gradient(of: y), tape.gradient(of: x))
    for row in 0..<x.rows {
      for index in row * x.columns..<(row + 1) * x.columns where probabilities[index] > 0 {
        gradient[index] -= upstream[row] * probabilities[index] * (source[index] + 1)
      }
    }
  }
}
