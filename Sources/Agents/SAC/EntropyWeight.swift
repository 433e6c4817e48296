import Foundation
import Tensors

/// The weight α of the entropy, learnt through its logarithm where it is learnt at all.
///
/// The loss of ln α is −ln α·mean(ln π + target): the policy's log-probabilities count as given.
struct EntropyWeight {
  /// ln α, and its optimiser; `nil` where α is fixed.
  private(set) var learned: (logarithm: AlignedBuffer<Float>, optimizer: Adam)?
  /// The entropy that α is to keep.
  let targetEntropy: Float
  private let fixed: Float
  private let gradient = AlignedBuffer<Float>(count: 1)

  init(_ setting: SACConfiguration.Temperature, dimensions: Int, epsilon: Float) {
    switch setting {
    case .fixed(let value):
      (fixed, targetEntropy) = (value, 0)
    case .learned(let start, let target):
      (fixed, targetEntropy) = (start, target ?? -Float(dimensions))
      let logarithm = AlignedBuffer<Float>(count: 1)
      logarithm.pointer[0] = log(start)
      learned = (logarithm, Adam(count: 1, epsilon: epsilon))
    }
  }

  /// α as of now.
  var value: Float { learned.map { exp($0.logarithm.pointer[0]) } ?? fixed }

  /// Moves α: down where the policy is more random than wanted.
  mutating func step(meanLogProbability: Float, rate: Float) {
    guard learned != nil else { return }
    gradient.pointer[0] = -(meanLogProbability + targetEntropy)
    guard gradient.pointer[0].isFinite, let logarithm = learned?.logarithm else { return }
    learned?.optimizer.update(logarithm, gradients: gradient, rate: rate)
  }

  mutating func restore(logarithm: Float, _ state: AdamState) {
    guard let buffer = learned?.logarithm, var optimizer = learned?.optimizer else { return }
    buffer.pointer[0] = logarithm
    state.restore(to: &optimizer)
    learned = (buffer, optimizer)
  }
}
