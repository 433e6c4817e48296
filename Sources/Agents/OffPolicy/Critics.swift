import Networks
import RLCore
import Randomness
import Settings
import Tensors

/// One or two networks that value an action in a state, with their targets and their optimiser.
///
/// Two critics learn side by side, one on each lane. One critic learns on both lanes, which take half of the rows each
/// and write to gradients of their own, added in a fixed order.
final class Critics {
  /// The networks; all lie in one buffer.
  let networks: [any Network]
  let layout: ParameterLayout
  let parameters: AlignedBuffer<Float>
  /// What the targets of learning are made of: the parameters of some time ago.
  let targets: AlignedBuffer<Float>
  var optimizer: Adam
  /// What does not learn.
  var frozen = FrozenParameters()
  /// Values of an observation with its action.
  let inputWidth: Int

  private let gradients: [AlignedBuffer<Float>]
  private let tapes: [Tape<Float>]
  private let slices: [Range<Int>]

  /// - Parameters:
  ///   - blueprint: Of every critic.
  ///   - count: 1 or 2.
  ///   - observations: What is seen.
  ///   - dimensions: Values of an action.
  ///   - epsilon: Of Adam.
  ///   - random: Where the initial parameters come from.
  /// - Throws: `ConfigurationError` where the blueprint does not fit.
  init(
    _ blueprint: any NetworkBlueprint, count: Int, observations: ObservationSpace, dimensions: Int, epsilon: Float,
    random: RandomStream
  ) throws(ConfigurationError) {
    precondition((1...2).contains(count), "there must be 1 or 2 critics, was \(count)")
    let inputs = ObservationSpace(groups: observations.groups + [.init("action", columns: dimensions)])
    var layout = ParameterLayout()
    var networks: [any Network] = []
    var slices: [Range<Int>] = []
    for index in 0..<count {
      let start = layout.count
      networks.append(try blueprint.build("critic.\(index)", for: inputs, outputs: 1, in: &layout))
      slices.append(start..<layout.count)
    }
    self.networks = networks
    self.slices = slices
    self.layout = layout
    inputWidth = inputs.width
    let parameters = layout.makeParameters(using: random.split("critics"))
    let first = AlignedBuffer<Float>(count: layout.count)
    // Two critics write to different slices of one buffer.
    let second = count == 2 ? first : AlignedBuffer<Float>(count: layout.count)
    self.parameters = parameters
    gradients = [first, second]
    tapes = gradients.map { Tape(parameters: parameters, gradients: $0) }
    targets = AlignedBuffer(count: layout.count)
    targets.assign(from: parameters)
    optimizer = Adam(count: layout.count, epsilon: epsilon)
  }

  /// The smallest of the critics' values of each row, [rows × 1].
  func smallestValue(of inputs: Variable, on tape: Tape<Float>) -> Variable {
    let first = networks[0](inputs, on: tape)
    return networks.count == 1 ? first : tape.minimum(first, networks[1](inputs, on: tape))
  }

  /// Computes the gradient of scale·Σ (target − Q)² for each critic.
  ///
  /// - Parameters:
  ///   - inputs: Observations with actions, [rows × inputWidth].
  ///   - values: What the critics are to say of each row.
  ///   - rows: How many rows.
  ///   - scale: 1/rows makes it a mean.
  ///   - pair: The lanes.
  /// - Returns: The loss, summed over the critics.
  func learn(
    _ inputs: UnsafePointer<Float>, values: UnsafePointer<Float>, rows: Int, scale: Float, on pair: LanePair
  ) -> Double {
    let halves = RowHalves(rows: rows)
    let isTwin = networks.count == 2
    var losses = (0.0, 0.0)
    gradients[0].fill(0)
    if !isTwin { gradients[1].fill(0) }
    func work(_ lane: Int) -> Double {
      let part = isTwin ? 0..<rows : halves[lane]
      guard !part.isEmpty else { return 0 }
      let tape = tapes[lane]
      tape.reset()
      let x = tape.constant(
        borrowing: inputs + part.lowerBound * inputWidth, rows: part.count, columns: inputWidth)
      let loss = tape.squaredError(
        networks[isTwin ? lane : 0](x, on: tape), targets: values + part.lowerBound, scale: scale)
      tape.backward(from: loss)
      return Double(tape.pointer(to: loss)[0])
    }
    withUnsafeMutablePointer(to: &losses) { losses in
      pair.run({ losses.pointee.0 = work(0) }, { losses.pointee.1 = work(1) })
    }
    if !isTwin { Float.addScaled(1, gradients[1].pointer, into: gradients[0].pointer, count: layout.count) }
    return losses.0 + losses.1
  }

  /// Moves the parameters against the gradient, and the targets a share of the way to them where there is one.
  ///
  /// - Returns: The squared norm of the gradient; nothing has moved where it is not finite.
  func step(rate: Float, targetShare: Float?) -> Double {
    frozen.silence(gradients[0])
    let squaredNorm = gradients[0].sumOfSquares(in: 0..<layout.count)
    guard squaredNorm.isFinite else { return squaredNorm }
    optimizer.update(parameters, gradients: gradients[0], rate: rate)
    if let targetShare { targets.approach(parameters, share: targetShare) }
    return squaredNorm
  }

  /// The gradient of the last ``learn(_:values:rows:scale:on:)``.
  var gradient: AlignedBuffer<Float> { gradients[0] }
}
