import Tensors

/// Tapes on which the gradient of a batch is computed: all of it at once, or two fixed halves of its rows side by side.
///
/// Halves cost a small network more than a second thread brings, so that only large ones are split. What decides is the
/// work of a batch and never the number of threads, and so the bits do not depend on it.
final class RowLanes {
  /// What one lane computes with.
  struct Lane {
    /// Its share of the batch.
    let rows: Range<Int>
    /// Records, for gradients.
    let tape: Tape<Float>
    /// The same parameters without gradients.
    let online: Tape<Float>
    /// The parameters of the target network.
    let target: Tape<Float>
  }

  /// Products of a batch (rows × parameters) from which on it is split.
  static let splitThreshold = 1 << 20

  /// The gradient of all parameters after ``run(_:)``.
  let gradients: AlignedBuffer<Float>
  let lanes: [Lane]
  private let secondHalf: AlignedBuffer<Float>?
  private let pair: LanePair

  init(parameters: AlignedBuffer<Float>, target: AlignedBuffer<Float>, rows: Int, threads: Int) {
    let isSplit = rows > 1 && rows * parameters.count >= Self.splitThreshold
    let gradients = AlignedBuffer<Float>(count: parameters.count)
    let second = isSplit ? AlignedBuffer<Float>(count: parameters.count) : nil
    let half = isSplit ? (rows + 1) / 2 : rows
    self.gradients = gradients
    secondHalf = second
    let shares = isSplit ? [(0..<half, gradients), (half..<rows, second ?? gradients)] : [(0..<rows, gradients)]
    lanes = shares.map { rows, gradients in
      Lane(
        rows: rows, tape: Tape(parameters: parameters, gradients: gradients), online: Tape(parameters: parameters),
        target: Tape(parameters: target))
    }
    pair = LanePair(threads: isSplit ? threads : 1)
  }

  /// Computes the gradient.
  ///
  /// - Parameter body: Records on the tape of a lane and walks it backwards; called once for each lane, maybe at once.
  func run(_ body: (Int, Lane) -> Void) {
    gradients.fill(0)
    for lane in lanes {
      lane.tape.reset()
      lane.online.reset()
      lane.target.reset()
    }
    guard let secondHalf else { return body(0, lanes[0]) }
    secondHalf.fill(0)
    pair.run({ body(0, lanes[0]) }, { body(1, lanes[1]) })
    Float.addScaled(1, secondHalf.pointer, into: gradients.pointer, count: gradients.count)
  }
}
