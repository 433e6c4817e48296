/// How a time-major block [steps·sequences × width] is walked step by step.
struct SequenceSteps<Scalar: TensorScalar> {
  let steps: Int
  let sequences: Int
  let width: Int
  /// One flag a row; where it is set the state before the step is 0.
  ///
  /// `nil` if no sequence starts anew.
  let starts: UnsafePointer<UInt8>?

  /// - Precondition: `rows` is a multiple of the sequences.
  init(rows: Int, initial: Variable, starts: UnsafePointer<UInt8>?) {
    precondition(
      initial.rows > 0 && rows % initial.rows == 0, "\(rows) rows must be whole steps of \(initial.rows) sequences")
    steps = rows / initial.rows
    sequences = initial.rows
    width = initial.columns
    self.starts = starts
  }

  var rows: Int { steps * sequences }
  /// Values of one step's state.
  var stateCount: Int { sequences * width }

  /// Copies what a step starts from: the state before it, or 0 if an episode starts.
  @_specialize(where Scalar == Float)
  func carry(_ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, into step: Int) {
    target.update(from: source, count: stateCount)
    cut(target, at: step)
  }

  /// Clears the rows whose episode starts with a step: nothing passes their boundary, in neither direction.
  @_specialize(where Scalar == Float)
  func cut(_ state: UnsafeMutablePointer<Scalar>, at step: Int) {
    guard let flags = starts.map({ $0 + step * sequences }) else { return }
    for row in 0..<sequences where flags[row] != 0 { (state + row * width).update(repeating: 0, count: width) }
  }
}

extension Tape {
  /// The transpose of a weight, so that a step's product with it reads memory in order.
  @_specialize(where Scalar == Float)
  func transposed(_ weight: Variable) -> UnsafePointer<Scalar> {
    let (source, target) = (pointer(to: weight), makeScratch(count: weight.count))
    let (rows, columns) = (weight.rows, weight.columns)
    let block = 16
    for top in stride(from: 0, to: rows, by: block) {
      for left in stride(from: 0, to: columns, by: block) {
        for row in top..<min(top + block, rows) {
          for column in left..<min(left + block, columns) {
            target[column * rows + row] = source[row * columns + column]
          }
        }
      }
    }
    return UnsafePointer(target)
  }
}
