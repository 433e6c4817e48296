extension Tape {
  /// The greatest value of each column over the rows of a set that hold data; 0 if a set is empty.
  ///
  /// - Parameters:
  ///   - x: [samples·slots × columns]
  ///   - slots: Rows of a set.
  ///   - mask: One flag a row in memory that outlives the pass; `nil` means that all rows hold data.
  /// - Returns: [samples × columns]
  @_specialize(where Scalar == Float)
  public func maxPool(_ x: Variable, slots: Int, mask: UnsafePointer<UInt8>? = nil) -> Variable {
    let samples = sampleCount(of: x, slots: slots)
    let y = makeVariable(rows: samples, columns: x.columns, dependingOn: x)
    let winners = makeIndices(count: y.count)
    let (source, target) = (pointer(to: x), pointer(to: y))
    for sample in 0..<samples {
      let best = target + sample * x.columns
      let winner = winners + sample * x.columns
      for column in 0..<x.columns {
        best[column] = 0
        winner[column] = -1
      }
      for row in sample * slots..<(sample + 1) * slots where mask.map({ $0[row] != 0 }) ?? true {
        let values = source + row * x.columns
        for column in 0..<x.columns where winner[column] < 0 || values[column] > best[column] {
          best[column] = values[column]
          winner[column] = Int32(row)
        }
      }
    }
    if needsGradient(y) { record(MaxPool<Scalar>(x: x, y: y, winners: winners)) }
    return y
  }

  /// The mean of each column over the rows of a set that hold data; 0 if a set is empty.
  ///
  /// Arguments and result as in ``maxPool(_:slots:mask:)``.
  @_specialize(where Scalar == Float)
  public func meanPool(_ x: Variable, slots: Int, mask: UnsafePointer<UInt8>? = nil) -> Variable {
    let samples = sampleCount(of: x, slots: slots)
    let y = makeVariable(rows: samples, columns: x.columns, dependingOn: x)
    let shares = makeScratch(count: x.rows)
    pointer(to: y).update(repeating: 0, count: y.count)
    for sample in 0..<samples {
      let rows = sample * slots..<(sample + 1) * slots
      let isValid = { (row: Int) in mask.map { $0[row] != 0 } ?? true }
      let count = rows.reduce(0) { $0 + (isValid($1) ? 1 : 0) }
      for row in rows {
        shares[row] = isValid(row) ? 1 / Scalar(count) : 0
        guard isValid(row) else { continue }
        Scalar.addScaled(
          shares[row], pointer(to: x) + row * x.columns, into: pointer(to: y) + sample * x.columns, count: x.columns)
      }
    }
    if needsGradient(y) { record(MeanPool<Scalar>(x: x, y: y, slots: slots, shares: shares)) }
    return y
  }

  private func sampleCount(of x: Variable, slots: Int) -> Int {
    precondition(slots > 0 && x.rows % slots == 0, "rows must be sets of \(slots), was \(x.rows)")
    return x.rows / slots
  }
}

/// Each winner gets the gradient of its maximum.
struct MaxPool<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let winners: UnsafeMutablePointer<Int32>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for index in 0..<y.count where winners[index] >= 0 {
      gradient[Int(winners[index]) * x.columns + index % x.columns] += upstream[index]
    }
  }
}

/// Each row of the set gets its share of the gradient.
struct MeanPool<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let slots: Int
  let shares: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for row in 0..<x.rows where shares[row] != 0 {
      Scalar.addScaled(
        shares[row], upstream + row / slots * x.columns, into: gradient + row * x.columns, count: x.columns)
    }
  }
}
