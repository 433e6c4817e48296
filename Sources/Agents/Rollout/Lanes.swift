import Tensors

/// Two tapes on which the gradient of a minibatch is computed side by side.
///
/// Separate networks split by network: the policy on one lane, the value on the other. A network that shares
/// parameters is split by rows into two fixed halves, whose gradients are then added in a fixed order. The split does
/// not depend on the number of threads, and so neither do the bits.
final class Lanes {
  /// One tape for each lane.
  let tapes: [Tape<Float>]
  /// The gradient of all parameters after ``run(_:)``.
  let gradients: AlignedBuffer<Float>
  /// The second half of a row split, added to `gradients`; `nil` where the lanes write to separate parameters.
  private let secondHalf: AlignedBuffer<Float>?
  private let pair: LanePair

  init(parameters: AlignedBuffer<Float>, isShared: Bool, threads: Int) {
    let gradients = AlignedBuffer<Float>(count: parameters.count)
    let second = isShared ? AlignedBuffer<Float>(count: parameters.count) : nil
    self.gradients = gradients
    secondHalf = second
    pair = LanePair(threads: threads)
    tapes = [
      Tape(parameters: parameters, gradients: gradients), Tape(parameters: parameters, gradients: second ?? gradients),
    ]
  }

  /// Whether lanes split rows, not networks.
  var splitsRows: Bool { secondHalf != nil }

  /// Computes the gradient.
  ///
  /// - Parameter body: Records on the tape of a lane and walks it backwards; called once for each lane, maybe at once.
  func run(_ body: (Int, Tape<Float>) -> Void) {
    gradients.fill(0)
    secondHalf?.fill(0)
    for tape in tapes { tape.reset() }
    pair.run({ body(0, tapes[0]) }, { body(1, tapes[1]) })
    if let secondHalf {
      Float.addScaled(1, secondHalf.pointer, into: gradients.pointer, count: gradients.count)
    }
  }
}
