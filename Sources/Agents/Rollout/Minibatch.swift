import Tensors

/// The rows of one gradient step, gathered side by side.
struct Minibatch {
  /// Rows in use.
  private(set) var count = 0
  let observations: AlignedBuffer<Float>
  let actions: AlignedBuffer<Float>
  let logProbabilities: AlignedBuffer<Float>
  let advantages: AlignedBuffer<Float>
  let returns: AlignedBuffer<Float>
  let values: AlignedBuffer<Float>
  private(set) var masks: [Bool]
  private let width: Int
  private let maskWidth: Int

  init(capacity: Int, width: Int, storageWidth: Int, maskWidth: Int) {
    observations = AlignedBuffer(count: capacity * width)
    actions = AlignedBuffer(count: capacity * storageWidth)
    logProbabilities = AlignedBuffer(count: capacity)
    advantages = AlignedBuffer(count: capacity)
    returns = AlignedBuffer(count: capacity)
    values = AlignedBuffer(count: capacity)
    masks = [Bool](repeating: true, count: capacity * maskWidth)
    self.width = width
    self.maskWidth = maskWidth
  }

  /// Gathers rows of a rollout.
  ///
  /// - Parameters:
  ///   - rows: Which rows, in the order of the minibatch.
  ///   - rollout: Where they are.
  ///   - source: Advantages of all rows.
  ///   - targets: Returns of all rows.
  ///   - predictions: Values of all rows at the time of acting.
  ///   - normalizesAdvantages: Brings them to mean 0 and variance 1, unless there is only one.
  mutating func gather(
    _ rows: ArraySlice<Int>, of rollout: RolloutBuffer, advantages source: [Float], returns targets: [Float],
    values predictions: [Float], normalizesAdvantages: Bool
  ) {
    count = rows.count
    for (row, index) in rows.enumerated() {
      rollout.copyObservation(index, to: observations.pointer + row * rollout.width)
      Self.copyRow(rollout.actions, index, to: actions, row, width: rollout.storageWidth)
      for flag in 0..<maskWidth { masks[row * maskWidth + flag] = rollout.masks[index * maskWidth + flag] }
      logProbabilities.pointer[row] = rollout.logProbabilities[index]
      advantages.pointer[row] = source[index]
      returns.pointer[row] = targets[index]
      values.pointer[row] = predictions[index]
    }
    if normalizesAdvantages && count > 1 { normalizeAdvantages() }
  }

  /// The observations of some rows, for as long as the minibatch is not gathered anew.
  func observations(of rows: Range<Int>, on tape: Tape<Float>) -> Variable {
    tape.constant(borrowing: observations.pointer + rows.lowerBound * width, rows: rows.count, columns: width)
  }

  /// A copy of the masks of some rows that stays with a tape, or `nil` if nothing is masked.
  func mask(of rows: Range<Int>, on tape: Tape<Float>) -> UnsafePointer<UInt8>? {
    guard maskWidth > 0 else { return nil }
    return masks.withUnsafeBufferPointer { all in
      tape.makeMask(UnsafeBufferPointer(rebasing: all[rows.lowerBound * maskWidth..<rows.upperBound * maskWidth]))
    }
  }

  private func normalizeAdvantages() {
    let values = advantages.pointer
    var (sum, squares) = (0.0, 0.0)
    for row in 0..<count { sum += Double(values[row]) }
    let mean = sum / Double(count)
    for row in 0..<count { squares += (Double(values[row]) - mean) * (Double(values[row]) - mean) }
    let deviation = (squares / Double(count - 1)).squareRoot()
    for row in 0..<count { values[row] = Float((Double(values[row]) - mean) / (deviation + 1e-8)) }
  }

  private static func copyRow(
    _ source: [Float], _ from: Int, to target: AlignedBuffer<Float>, _ row: Int, width: Int
  ) {
    source.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      (target.pointer + row * width).update(from: start + from * width, count: width)
    }
  }
}
