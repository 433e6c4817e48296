import Foundation
import Persistence
import RLCore
import Tensors

/// The weight α of the entropy, learnt through its logarithm where it is learnt at all.
///
/// The loss of ln α is −ln α·mean(ln π + target): the policy's log-probabilities count as given.
struct EntropyWeight {
  /// Learns ln α; `nil` where α is fixed.
  let learner: Learner?
  /// The entropy that α is to keep.
  let targetEntropy: Float
  private let fixed: Float

  init(_ setting: SACConfiguration.Temperature, dimensions: Int, epsilon: Float) {
    switch setting {
    case .fixed(let value):
      (fixed, targetEntropy, learner) = (value, 0, nil)
    case .learned(let start, let target):
      (fixed, targetEntropy) = (start, target ?? -Float(dimensions))
      var layout = ParameterLayout()
      _ = layout.reserve("logarithm", rows: 1, columns: 1, initializer: .constant(log(start)))
      let logarithm = AlignedBuffer<Float>(count: 1)
      logarithm.fill(log(start))
      learner = Learner(
        "temperature", layout: layout, parameters: logarithm, optimizer: Adam(count: 1, epsilon: epsilon))
    }
  }

  /// What moves, if anything does.
  var learners: [Learner] { learner.map { [$0] } ?? [] }

  /// α as of now.
  var value: Float { learner.map { exp($0.parameters.pointer[0]) } ?? fixed }

  /// Moves α: down where the policy is more random than wanted.
  func step(meanLogProbability: Float, rate: Float) {
    guard let learner else { return }
    learner.gradients.pointer[0] = -(meanLogProbability + targetEntropy)
    guard learner.gradients.pointer[0].isFinite else { return }
    learner.optimizer.update(learner.parameters, gradients: learner.gradients, rate: rate)
  }

  // MARK: Checkpoints

  private static let name = "temperature.logarithm"

  /// Adds ln α and what its optimiser remembers; nothing where α is fixed.
  func add(to archive: inout TensorArchive) {
    guard let learner else { return }
    archive.add(.init(name: Self.name, shape: [1], values: learner.parameters.array))
    learner.addMemory(to: &archive)
  }

  /// Reads what was added; `nil` where α is fixed.
  func state(from archive: TensorArchive) throws(ArchiveError) -> (logarithm: [Float], memory: OptimizerMemory)? {
    guard let learner else { return nil }
    let memory = try learner.memory(from: archive)
    return (try archive.tensor(Self.name, shape: [1]), memory)
  }

  /// Takes over what was read.
  func restore(_ state: (logarithm: [Float], memory: OptimizerMemory)) {
    learner?.parameters.take(state.logarithm)
    learner?.restore(state.memory)
  }
}
