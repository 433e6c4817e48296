import RLCore
import Randomness
import Tensors

/// Independent normal distributions with means from the network and standard deviations that are parameters of their
/// own, the same in every state.
public struct DiagonalGaussian: PolicyDistribution {
  private let space: ContinuousAction.Domain
  private let logDeviation: ParameterSlice

  /// The standard deviations start at 1.
  public init(over space: ContinuousAction.Domain, in layout: inout ParameterLayout) {
    self.space = space
    logDeviation = layout.reserve(
      "policy.logStandardDeviation", rows: 1, columns: space.dimensions, initializer: .constant(0))
  }

  /// Values that the policy network gives for each observation.
  public var outputs: Int { space.dimensions }

  /// Draws from each row, or takes its mode.
  public func choose(
    from outputs: Variable, mask: UnsafePointer<UInt8>?, mode: ActingMode, on tape: Tape<Float>,
    actions: UnsafeMutablePointer<Float>, logProbabilities: UnsafeMutablePointer<Float>,
    using random: inout RandomStream
  ) {
    let deviations = tape.pointer(to: tape.exp(tape.parameter(logDeviation)))
    let means = tape.pointer(to: outputs)
    for index in 0..<outputs.count {
      let noise =
        switch mode {
        case .explore: Float(random.normal()) * deviations[index % outputs.columns]
        case .exploit: Float(0)
        }
      actions[index] = means[index] + noise
    }
    let (logs, _) = evaluate(UnsafePointer(actions), under: outputs, mask: nil, on: tape)
    logProbabilities.update(from: tape.pointer(to: logs), count: outputs.rows)
  }

  /// Records ln π of stored actions and the entropy of π.
  @_specialize(where Scalar == Float)
  public func evaluate<Scalar>(
    _ actions: UnsafePointer<Scalar>, under outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> (logProbability: Variable, entropy: Variable) {
    let logs = tape.parameter(logDeviation)
    let logProbability = tape.gaussianLogProbability(mean: outputs, logDeviation: logs, actions: actions)
    // ½·ln 2πe for each dimension, summed with ln σ; the same for every row.
    let constant = Scalar(1.4189385332046727418) * Scalar(space.dimensions)
    let entropy = tape.affine(tape.sum(logs), scale: 1, offset: constant)
    let zeros = tape.constant(rows: outputs.rows, columns: 1) { $0.update(repeating: 0) }
    return (logProbability, tape.add(zeros, entropy))
  }

  /// The environment gets the action clipped to its bounds; the rollout keeps the unclipped one, whose probability is
  /// the one that was drawn with.
  public func action(stored: Span<Float>) -> ContinuousAction { space.clamp(ContinuousAction(from: stored)) }
}
