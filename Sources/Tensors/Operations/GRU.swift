extension Tape {
  /// Gated recurrent units over whole sequences (Cho and others 2014, with the reset gate after the product as in
  /// cuDNN and PyTorch).
  ///
  ///     r, z = σ(…)   n = tanh(inputs + r·(hiddenₜ₋₁·weight + bias))   of   inputs + hiddenₜ₋₁·weight + bias
  ///     hiddenₜ = (1 − z)·n + z·hiddenₜ₋₁
  ///
  /// Rows are time-major: step t of sequence s is row t·sequences + s. Sequences of unequal length are padded at their
  /// end; padding changes nothing before it, and a loss that leaves it out gives it no gradient.
  ///
  /// - Parameters:
  ///   - inputs: What observations add to the gates, in the order r, z, n: [steps·sequences × 3·width]; one
  ///     ``linear(_:weight:bias:activation:)`` over all steps.
  ///   - weight: From the previous hidden state to the gates, [width × 3·width].
  ///   - bias: [1 × 3·width]; that of n is within the reach of r, so that it is not the same as one of the inputs.
  ///   - initial: The state before the first step, [sequences × width].
  ///   - starts: One flag a row in memory that outlives the pass; where it is set an episode starts, and the state
  ///     before the step is 0. `nil` where none does.
  /// - Returns: The state after every step, [steps·sequences × width].
  /// - Complexity: O(steps·sequences·width²)
  @_specialize(where Scalar == Float)
  public func gru(
    _ inputs: Variable, weight: Variable, bias: Variable, initial: Variable, starts: UnsafePointer<UInt8>? = nil
  ) -> Variable {
    let walk = SequenceSteps<Scalar>(rows: inputs.rows, initial: initial, starts: starts)
    let (width, block) = (walk.width, walk.stateCount)
    precondition(
      inputs.columns == 3 * width && weight.rows == width && weight.columns == 3 * width && bias.count == 3 * width,
      "a gru of \(width) needs three gates of as many, was \(inputs.columns), \(weight.columns) and \(bias.count)")
    let hidden = makeVariable(rows: walk.rows, columns: width, dependingOn: inputs, weight, bias, initial)
    let (gates, recurrent) = (makeScratch(count: inputs.count), makeScratch(count: inputs.count))
    let previous = makeScratch(count: hidden.count)
    let scratch = makeScratch(
      count: Scalar.productScratch(rows: walk.sequences, columns: 3 * width, depth: width))
    let (source, hiddens) = (pointer(to: inputs), pointer(to: hidden))
    for step in 0..<walk.steps {
      let at = step * block
      walk.carry(step == 0 ? pointer(to: initial) : hiddens + at - block, to: previous + at, into: step)
      Scalar.product(
        MatrixProduct(
          a: previous + at, b: pointer(to: weight), c: recurrent + 3 * at, rows: walk.sequences, columns: 3 * width,
          depth: width, bias: pointer(to: bias), scratch: scratch))
      Scalar.gruCell(
        inputs: source + 3 * at, recurrent: recurrent + 3 * at, previous: previous + at, gates: gates + 3 * at,
        hidden: hiddens + at, rows: walk.sequences, width: width)
    }
    if needsGradient(hidden) {
      record(
        GRU<Scalar>(
          inputs: inputs, weight: weight, bias: bias, initial: initial, hidden: hidden, walk: walk, gates: gates,
          recurrent: recurrent, previous: previous))
    }
    return hidden
  }
}

/// Backpropagation through time; the gradients of weight and bias are taken over all steps at once.
struct GRU<Scalar: TensorScalar>: DifferentiableOperation {
  let inputs: Variable
  let weight: Variable
  let bias: Variable
  let initial: Variable
  let hidden: Variable
  let walk: SequenceSteps<Scalar>
  /// Gates after their functions, what the previous states gave them, and those states, for all steps.
  let gates: UnsafeMutablePointer<Scalar>
  let recurrent: UnsafeMutablePointer<Scalar>
  let previous: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (width, block) = (walk.width, walk.stateCount)
    let upstream = tape.gradient(of: hidden)
    let inputGradients = tape.makeScratch(count: inputs.count)
    let recurrentGradients = tape.makeScratch(count: inputs.count)
    let carry = tape.makeScratch(count: block)
    let turned = tape.transposed(weight)
    let scratch = tape.makeScratch(
      count: Scalar.productScratch(rows: walk.sequences, columns: width, depth: 3 * width))
    carry.update(repeating: 0, count: block)
    for step in (0..<walk.steps).reversed() {
      let at = step * block
      Scalar.addScaled(1, upstream + at, into: carry, count: block)
      Scalar.gruCellBackward(
        gates: gates + 3 * at, recurrent: recurrent + 3 * at, previous: previous + at, hiddenGradient: carry,
        inputGradients: inputGradients + 3 * at, recurrentGradients: recurrentGradients + 3 * at,
        rows: walk.sequences, width: width)
      if step == 0 && !tape.needsGradient(initial) { continue }
      Scalar.product(
        MatrixProduct(
          a: recurrentGradients + 3 * at, b: turned, c: carry, rows: walk.sequences, columns: width, depth: 3 * width,
          accumulates: true, scratch: scratch))
      walk.cut(carry, at: step)
    }
    tape.addGradient(carry, to: initial)
    tape.addGradient(inputGradients, to: inputs)
    tape.addWeightGradient(previous, recurrentGradients, rows: walk.rows, to: weight)
    if tape.needsGradient(bias) {
      Scalar.addColumnSums(recurrentGradients, rows: walk.rows, columns: bias.columns, into: tape.gradient(of: bias))
    }
  }
}
