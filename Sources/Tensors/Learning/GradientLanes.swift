/// Tapes on which the gradient of a batch is computed, on one lane or on two side by side.
///
/// How the work is split never depends on the number of threads, and gradients are added in a fixed order, so that the
/// bits are the same on one thread and on two.
public final class GradientLanes {
  /// What each lane computes.
  public enum Split: Sendable {
    /// One lane computes everything: for small batches, where a second thread costs more than it brings.
    case none
    /// Two lanes write to gradients of different parameters: two networks, or policy and value apart.
    case parameters
    /// Two lanes take half of the rows each, and their gradients are added: for networks whose parameters are shared.
    case rows
  }

  /// How the work is split.
  public let split: Split
  /// One tape for each lane.
  public let tapes: [Tape<Float>]
  /// The gradient of all parameters after ``run(_:)``.
  public let gradients: AlignedBuffer<Float>
  /// The second half of a row split, added to ``gradients``.
  private let secondHalf: AlignedBuffer<Float>?
  private let pair: LanePair

  /// Lanes over parameters.
  ///
  /// - Parameters:
  ///   - parameters: What the tapes read.
  ///   - split: What each lane computes.
  ///   - pair: Runs the lanes; several of an agent's may share one, since they never run at the same time.
  public init(parameters: AlignedBuffer<Float>, split: Split, pair: LanePair) {
    let gradients = AlignedBuffer<Float>(count: parameters.count)
    let second = split == .rows ? AlignedBuffer<Float>(count: parameters.count) : nil
    self.split = split
    self.gradients = gradients
    secondHalf = second
    self.pair = pair
    let first = Tape(parameters: parameters, gradients: gradients)
    tapes = split == .none ? [first] : [first, Tape(parameters: parameters, gradients: second ?? gradients)]
  }

  /// How many lanes there are.
  public var count: Int { tapes.count }

  /// The rows of a batch that a lane works on: all of them, unless rows are split; empty for the second of one row.
  public func rows(of lane: Int, in count: Int) -> Range<Int> {
    split == .rows ? Self.half(lane, of: count) : 0..<count
  }

  /// One of two fixed halves of some rows; the first has the odd one.
  public static func half(_ lane: Int, of count: Int) -> Range<Int> {
    let half = (count + 1) / 2
    return lane == 0 ? 0..<half : half..<count
  }

  /// Computes the gradient.
  ///
  /// - Parameter body: Records on the tape of a lane and walks it backwards; called once for each lane, maybe at once.
  public func run(_ body: (Int, Tape<Float>) -> Void) {
    gradients.fill(0)
    secondHalf?.fill(0)
    for tape in tapes { tape.reset() }
    guard split != .none else { return body(0, tapes[0]) }
    pair.run({ body(0, tapes[0]) }, { body(1, tapes[1]) })
    if let secondHalf { Float.addScaled(1, secondHalf.pointer, into: gradients.pointer, count: gradients.count) }
  }
}
