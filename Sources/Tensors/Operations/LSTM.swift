extension Tape {
  /// Long short-term memory over whole sequences (Hochreiter and Schmidhuber 1997, with the forget gate of Gers and
  /// others 2000).
  ///
  ///     i, f, o = σ(…)   g = tanh(…)   of   inputs + hiddenₜ₋₁·weight + bias
  ///     cellₜ = f·cellₜ₋₁ + i·g        hiddenₜ = o·tanh(cellₜ)
  ///
  /// Rows are time-major: step t of sequence s is row t·sequences + s. Sequences of unequal length are padded at their
  /// end; padding changes nothing before it, and a loss that leaves it out gives it no gradient.
  ///
  /// - Parameters:
  ///   - inputs: What observations add to the gates, in the order i, f, g, o: [steps·sequences × 4·width]; one
  ///     ``linear(_:weight:bias:activation:)`` over all steps.
  ///   - weight: From the previous hidden state to the gates, [width × 4·width].
  ///   - bias: [1 × 4·width]
  ///   - initial: The states before the first step, [sequences × width] each.
  ///   - starts: One flag a row in memory that outlives the pass; where it is set an episode starts, and the states
  ///     before the step are 0. `nil` where none does.
  /// - Returns: The states after every step, [steps·sequences × width] each.
  /// - Complexity: O(steps·sequences·width²)
  @_specialize(where Scalar == Float)
  public func lstm(
    _ inputs: Variable, weight: Variable, bias: Variable, initial: (hidden: Variable, cell: Variable),
    starts: UnsafePointer<UInt8>? = nil
  ) -> (hidden: Variable, cell: Variable) {
    let walk = SequenceSteps<Scalar>(rows: inputs.rows, initial: initial.hidden, starts: starts)
    let (width, block) = (walk.width, walk.stateCount)
    precondition(
      inputs.columns == 4 * width && weight.rows == width && weight.columns == 4 * width && bias.count == 4 * width
        && initial.cell.rows == walk.sequences && initial.cell.columns == width,
      "an lstm of \(width) needs four gates of as many, was \(inputs.columns), \(weight.columns) and \(bias.count)")
    let hidden = makeVariable(
      rows: walk.rows, columns: width, dependingOn: inputs, weight, bias, initial.hidden, initial.cell)
    let cell = makeVariable(
      rows: walk.rows, columns: width, dependingOn: inputs, weight, bias, initial.hidden, initial.cell)
    let kept = LSTM<Scalar>.Kept(
      gates: makeScratch(count: inputs.count), cellTanh: makeScratch(count: hidden.count),
      previousHidden: makeScratch(count: hidden.count), previousCell: makeScratch(count: hidden.count))
    let recurrent = makeScratch(count: 4 * block)
    let scratch = makeScratch(
      count: Scalar.productScratch(rows: walk.sequences, columns: 4 * width, depth: width))
    let (source, hiddens, cells) = (pointer(to: inputs), pointer(to: hidden), pointer(to: cell))
    for step in 0..<walk.steps {
      let at = step * block
      walk.carry(
        step == 0 ? pointer(to: initial.hidden) : hiddens + at - block, to: kept.previousHidden + at, into: step)
      walk.carry(step == 0 ? pointer(to: initial.cell) : cells + at - block, to: kept.previousCell + at, into: step)
      Scalar.product(
        MatrixProduct(
          a: kept.previousHidden + at, b: pointer(to: weight), c: recurrent, rows: walk.sequences, columns: 4 * width,
          depth: width, bias: pointer(to: bias), scratch: scratch))
      Scalar.lstmCell(
        inputs: source + 4 * at, recurrent: recurrent, previousCell: kept.previousCell + at, gates: kept.gates + 4 * at,
        cell: cells + at, cellTanh: kept.cellTanh + at, hidden: hiddens + at, rows: walk.sequences, width: width)
    }
    if needsGradient(hidden) {
      record(
        LSTM<Scalar>(
          inputs: inputs, weight: weight, bias: bias, initial: initial, hidden: hidden, cell: cell, walk: walk,
          kept: kept))
    }
    return (hidden, cell)
  }
}

/// Backpropagation through time; the gradients of weight and bias are taken over all steps at once.
struct LSTM<Scalar: TensorScalar>: DifferentiableOperation {
  /// What the forward pass leaves for the backward pass, all steps one behind the other.
  struct Kept {
    let gates: UnsafeMutablePointer<Scalar>
    let cellTanh: UnsafeMutablePointer<Scalar>
    /// The states that each step started from.
    let previousHidden: UnsafeMutablePointer<Scalar>
    let previousCell: UnsafeMutablePointer<Scalar>
  }

  let inputs: Variable
  let weight: Variable
  let bias: Variable
  let initial: (hidden: Variable, cell: Variable)
  let hidden: Variable
  let cell: Variable
  let walk: SequenceSteps<Scalar>
  let kept: Kept

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (width, block) = (walk.width, walk.stateCount)
    let (upstream, cellUpstream) = (tape.gradient(of: hidden), tape.gradientSink(of: cell))
    let gates = tape.makeScratch(count: inputs.count)
    let (hiddenCarry, cellCarry) = (tape.makeScratch(count: block), tape.makeScratch(count: block))
    let turned = tape.transposed(weight)
    let scratch = tape.makeScratch(
      count: Scalar.productScratch(rows: walk.sequences, columns: width, depth: 4 * width))
    hiddenCarry.update(repeating: 0, count: block)
    cellCarry.update(repeating: 0, count: block)
    for step in (0..<walk.steps).reversed() {
      let at = step * block
      Scalar.addScaled(1, upstream + at, into: hiddenCarry, count: block)
      if cellUpstream.accumulates { Scalar.addScaled(1, cellUpstream.pointer + at, into: cellCarry, count: block) }
      Scalar.lstmCellBackward(
        gates: kept.gates + 4 * at, cellTanh: kept.cellTanh + at, previousCell: kept.previousCell + at,
        hiddenGradient: hiddenCarry, cellGradient: cellCarry, gateGradients: gates + 4 * at, rows: walk.sequences,
        width: width)
      if step == 0 && !tape.needsGradient(initial.hidden) { continue }
      Scalar.product(
        MatrixProduct(
          a: gates + 4 * at, b: turned, c: hiddenCarry, rows: walk.sequences, columns: width, depth: 4 * width,
          scratch: scratch))
      walk.cut(hiddenCarry, at: step)
      walk.cut(cellCarry, at: step)
    }
    if walk.steps > 0 && tape.needsGradient(initial.cell) && !tape.needsGradient(initial.hidden) {
      walk.cut(cellCarry, at: 0)
    }
    tape.addGradient(hiddenCarry, to: initial.hidden)
    tape.addGradient(cellCarry, to: initial.cell)
    tape.addGradient(gates, to: inputs)
    tape.addWeightGradient(kept.previousHidden, gates, rows: walk.rows, to: weight)
    if tape.needsGradient(bias) {
      Scalar.addColumnSums(gates, rows: walk.rows, columns: bias.columns, into: tape.gradient(of: bias))
    }
  }
}

extension Tape {
  /// Adds to the gradient of a variable where it has one.
  @_specialize(where Scalar == Float)
  func addGradient(_ change: UnsafePointer<Scalar>, to variable: Variable) {
    guard needsGradient(variable) else { return }
    let sink = gradientSink(of: variable)
    if sink.accumulates {
      Scalar.addScaled(1, change, into: sink.pointer, count: variable.count)
    } else {
      sink.pointer.update(from: change, count: variable.count)
    }
  }

  /// dweight += inputsᵀ·outputs over all rows.
  @_specialize(where Scalar == Float)
  func addWeightGradient(
    _ inputs: UnsafePointer<Scalar>, _ outputs: UnsafePointer<Scalar>, rows: Int, to weight: Variable
  ) {
    guard needsGradient(weight) else { return }
    let sink = gradientSink(of: weight)
    let scratch = Scalar.productScratch(rows: weight.rows, columns: weight.columns, depth: rows)
    Scalar.product(
      MatrixProduct(
        a: inputs, b: outputs, c: sink.pointer, rows: weight.rows, columns: weight.columns, depth: rows,
        transposesA: true, accumulates: sink.accumulates, scratch: makeScratch(count: scratch)))
  }
}
