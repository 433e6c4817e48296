import RLCore
import Randomness
import Tensors

/// The parameters of a policy that learns from a replay buffer, with their optimiser and the tapes of two lanes.
final class Actor {
  let layout: ParameterLayout
  let parameters: AlignedBuffer<Float>
  var optimizer: Adam
  /// What does not learn.
  var frozen = FrozenParameters()
  /// Records gradients of the policy, one tape for each half of the rows.
  let tapes: [Tape<Float>]

  private let gradients: [AlignedBuffer<Float>]

  init(_ layout: ParameterLayout, epsilon: Float, random: RandomStream) {
    self.layout = layout
    let parameters = layout.makeParameters(using: random.split("actor"))
    let gradients = (0..<2).map { _ in AlignedBuffer<Float>(count: layout.count) }
    self.parameters = parameters
    self.gradients = gradients
    optimizer = Adam(count: layout.count, epsilon: epsilon)
    tapes = gradients.map { Tape(parameters: parameters, gradients: $0) }
  }

  /// The gradient of the last ``learn(on:_:)``.
  var gradient: AlignedBuffer<Float> { gradients[0] }

  /// Computes a gradient on two lanes and adds their shares in a fixed order.
  ///
  /// - Parameters:
  ///   - pair: The lanes.
  ///   - body: Records on the tape of a lane and walks it backwards; maybe at once for both lanes.
  func learn(on pair: LanePair, _ body: (Int, Tape<Float>) -> Void) {
    for lane in 0..<2 {
      gradients[lane].fill(0)
      tapes[lane].reset()
    }
    pair.runBoth { body($0, tapes[$0]) }
    Float.addScaled(1, gradients[1].pointer, into: gradients[0].pointer, count: layout.count)
  }

  /// Moves the parameters against the gradient.
  ///
  /// - Returns: The squared norm of the gradient; nothing has moved where it is not finite.
  func step(rate: Float) -> Double {
    frozen.silence(gradient)
    let squaredNorm = gradient.sumOfSquares(in: 0..<layout.count)
    guard squaredNorm.isFinite else { return squaredNorm }
    optimizer.update(parameters, gradients: gradient, rate: rate)
    return squaredNorm
  }
}
