extension Tape {
  /// The same values in another shape, without a copy.
  @_specialize(where Scalar == Float)
  public func reshape(_ x: Variable, rows: Int, columns: Int) -> Variable {
    precondition(rows * columns == x.count, "\(x.rows) × \(x.columns) cannot become \(rows) × \(columns)")
    let y = makeView(of: x, rows: rows, columns: columns)
    if needsGradient(y) { record(Reshaped<Scalar>(x: x, y: y)) }
    return y
  }

  /// Matrices of equal rows side by side.
  @_specialize(where Scalar == Float)
  public func concatenate(_ parts: [Variable]) -> Variable {
    let rows = parts.first?.rows ?? 0
    precondition(parts.allSatisfy { $0.rows == rows }, "parts must have equal rows, was \(parts.map(\.rows))")
    let columns = parts.reduce(0) { $0 + $1.columns }
    let y = makeVariable(rows: rows, columns: columns, dependingOnAny: parts)
    var offset = 0
    for part in parts {
      copyBlock(
        from: pointer(to: part), stride: part.columns, to: pointer(to: y) + offset, stride: columns, rows: rows,
        columns: part.columns)
      offset += part.columns
    }
    if needsGradient(y) { record(Concatenated<Scalar>(parts: parts, y: y)) }
    return y
  }

  /// A range of columns.
  @_specialize(where Scalar == Float)
  public func slice(_ x: Variable, columns range: Range<Int>) -> Variable {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= x.columns && !range.isEmpty,
      "columns must lie in 0..<\(x.columns), was \(range)")
    let y = makeVariable(rows: x.rows, columns: range.count, dependingOn: x)
    copyBlock(
      from: pointer(to: x) + range.lowerBound, stride: x.columns, to: pointer(to: y), stride: range.count,
      rows: x.rows, columns: range.count)
    if needsGradient(y) { record(Sliced<Scalar>(x: x, y: y, start: range.lowerBound)) }
    return y
  }

  /// One value of each row: y[i] = x[i, indices[i]], [rows × 1].
  @_specialize(where Scalar == Float)
  public func gather(_ x: Variable, _ indices: [Int32]) -> Variable {
    precondition(indices.count == x.rows, "gather needs \(x.rows) indices, was \(indices.count)")
    let kept = makeIndices(count: indices.count)
    let y = makeVariable(rows: x.rows, columns: 1, dependingOn: x)
    let (source, target) = (pointer(to: x), pointer(to: y))
    for (row, index) in indices.enumerated() {
      precondition(index >= 0 && Int(index) < x.columns, "an index must lie in 0..<\(x.columns), was \(index)")
      kept[row] = index
      target[row] = source[row * x.columns + Int(index)]
    }
    if needsGradient(y) { record(Gathered<Scalar>(x: x, y: y, indices: kept)) }
    return y
  }

  @_specialize(where Scalar == Float)
  private func makeVariable(rows: Int, columns: Int, dependingOnAny inputs: [Variable]) -> Variable {
    // One input that needs a gradient decides; none means that any will do.
    guard let input = inputs.first(where: needsGradient) ?? inputs.first else {
      preconditionFailure("Condition failed: there must be a part to concatenate")
    }
    return makeVariable(rows: rows, columns: columns, dependingOn: input)
  }
}

private func copyBlock<Scalar: TensorScalar>(
  from source: UnsafePointer<Scalar>, stride sourceStride: Int, to target: UnsafeMutablePointer<Scalar>,
  stride targetStride: Int, rows: Int, columns: Int
) {
  for row in 0..<rows { (target + row * targetStride).update(from: source + row * sourceStride, count: columns) }
}

/// The gradient dx += dy.
struct Reshaped<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.addScaled(1, tape.gradient(of: y), into: tape.gradient(of: x), count: x.count)
  }
}

/// Each part gets its columns of dy.
struct Concatenated<Scalar: TensorScalar>: DifferentiableOperation {
  let parts: [Variable]
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let upstream = tape.gradient(of: y)
    var offset = 0
    for part in parts {
      if tape.needsGradient(part) {
        let gradient = tape.gradient(of: part)
        for row in 0..<y.rows {
          Scalar.addScaled(
            1, upstream + row * y.columns + offset, into: gradient + row * part.columns, count: part.columns)
        }
      }
      offset += part.columns
    }
  }
}

/// The sliced columns of dx get dy.
struct Sliced<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let start: Int

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for row in 0..<y.rows {
      Scalar.addScaled(1, upstream + row * y.columns, into: gradient + row * x.columns + start, count: y.columns)
    }
  }
}

/// The gathered entries of dx get dy.
struct Gathered<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let indices: UnsafePointer<Int32>

  init(x: Variable, y: Variable, indices: UnsafeMutablePointer<Int32>) {
    self.x = x
    self.y = y
    self.indices = UnsafePointer(indices)
  }

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for row in 0..<x.rows { gradient[row * x.columns + Int(indices[row])] += upstream[row] }
  }
}
