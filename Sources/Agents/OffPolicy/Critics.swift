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
  let learner: Learner
  /// What the targets of learning are made of: the parameters of some time ago.
  let targets: AlignedBuffer<Float>
  /// Values of an observation with its action.
  let inputWidth: Int

  /// - Parameters:
  ///   - blueprint: Of every critic.
  ///   - count: 1 or 2.
  ///   - observations: What is seen.
  ///   - dimensions: Values of an action.
  ///   - epsilon: Of Adam.
  ///   - weightDecay: Of Adam.
  ///   - random: Where the initial parameters come from.
  ///   - pair: Runs the lanes.
  /// - Throws: `ConfigurationError` if the blueprint does not fit.
  init(
    _ blueprint: any NetworkBlueprint, count: Int, observations: ObservationSpace, dimensions: Int, epsilon: Float,
    weightDecay: Float, random: RandomStream, pair: LanePair
  ) throws(ConfigurationError) {
    precondition((1...2).contains(count), "there must be 1 or 2 critics, was \(count)")
    let inputs = ObservationSpace(groups: observations.groups + [.init("action", columns: dimensions)])
    var layout = ParameterLayout()
    var networks: [any Network] = []
    for index in 0..<count {
      networks.append(try blueprint.build("critic.\(index)", for: inputs, outputs: 1, in: &layout))
    }
    self.networks = networks
    inputWidth = inputs.width
    targets = AlignedBuffer(count: layout.count)
    learner = Learner(
      "critic", layout: layout, parameters: layout.makeParameters(using: random.split("critics")), target: targets,
      optimizer: Adam(count: layout.count, epsilon: epsilon, weightDecay: weightDecay),
      split: count == 2 ? .parameters : .rows, pair: pair)
  }

  var layout: ParameterLayout { learner.layout }
  var parameters: AlignedBuffer<Float> { learner.parameters }

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
  /// - Returns: The loss, summed over the critics.
  func learn(
    _ inputs: UnsafePointer<Float>, values: UnsafePointer<Float>, rows: Int, scale: Float
  ) -> Double {
    let isTwin = networks.count == 2
    var losses = (0.0, 0.0)
    withUnsafeMutablePointer(to: &losses) { losses in
      learner.lanes.run { lane, tape in
        let part = learner.lanes.rows(of: lane, in: rows)
        guard !part.isEmpty else { return }
        let x = tape.constant(
          borrowing: inputs + part.lowerBound * inputWidth, rows: part.count, columns: inputWidth)
        let loss = tape.squaredError(
          networks[isTwin ? lane : 0](x, on: tape), targets: values + part.lowerBound, scale: scale)
        tape.backward(from: loss)
        if lane == 0 { losses.pointee.0 = Double(tape.pointer(to: loss)[0]) }
        if lane == 1 { losses.pointee.1 = Double(tape.pointer(to: loss)[0]) }
      }
    }
    return losses.0 + losses.1
  }
}
