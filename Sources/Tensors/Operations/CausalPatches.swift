extension Tape {
  /// What a causal convolution sees of each step of a sequence: the step itself and steps before it, side by side, oldest
  /// first; 0 before the sequence begins.
  ///
  /// A linear layer on it is a dilated convolution (Bai, Kolter and Koltun 2018).
  ///
  /// - Parameters:
  ///   - x: [samples·steps × columns], each sample's steps one behind the other.
  ///   - steps: Steps of a sequence.
  ///   - kernel: How many steps are seen.
  ///   - dilation: Distance from one step that is seen to the next.
  /// - Returns: [samples·steps × kernel·columns]
  @_specialize(where Scalar == Float)
  public func causalPatches(_ x: Variable, steps: Int, kernel: Int, dilation: Int) -> Variable {
    precondition(
      steps > 0 && x.rows % steps == 0 && kernel > 0 && dilation > 0,
      "\(x.rows) rows must be sequences of \(steps) steps, seen by a kernel of \(kernel) with dilation \(dilation)"
    )
    let y = makeVariable(rows: x.rows, columns: kernel * x.columns, dependingOn: x)
    let patches = CausalPatches<Scalar>(
      x: x, y: y, steps: steps, kernel: kernel, dilation: dilation)
    let (source, target) = (pointer(to: x), pointer(to: y))
    for row in 0..<x.rows {
      for tap in 0..<kernel {
        let place = target + row * y.columns + tap * x.columns
        if let seen = patches.row(seenFrom: row, tap: tap) {
          place.update(from: source + seen * x.columns, count: x.columns)
        } else {
          place.update(repeating: 0, count: x.columns)
        }
      }
    }
    if needsGradient(y) { record(patches) }
    return y
  }
}

/// Each step gets the gradients of all places at which it was seen.
struct CausalPatches<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let steps: Int
  let kernel: Int
  let dilation: Int

  /// The row that a tap sees, or `nil` before the sequence begins.
  @inline(__always)
  func row(seenFrom row: Int, tap: Int) -> Int? {
    let distance = (kernel - 1 - tap) * dilation
    return distance <= row % steps ? row - distance : nil
  }

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for row in 0..<x.rows {
      for tap in 0..<kernel {
        guard let seen = self.row(seenFrom: row, tap: tap) else { continue }
        Scalar.addScaled(
          1, upstream + row * y.columns + tap * x.columns, into: gradient + seen * x.columns,
          count: x.columns)
      }
    }
  }
}
