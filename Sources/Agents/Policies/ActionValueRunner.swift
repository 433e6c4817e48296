import Foundation
import Networks
import RLCore
import Randomness
import Tensors

/// Acts by the values of choices.
final class ActionValueRunner: PolicyRunner {
  let model: ActionValueModel
  let tape: Tape<Float>

  init(_ model: ActionValueModel, over parameters: AlignedBuffer<Float>) {
    self.model = model
    tape = Tape(parameters: parameters)
  }

  func choose(
    for observations: ObservationBatch, mode: ActingMode, into actions: inout [DiscreteAction],
    using random: inout RandomStream
  ) {
    let epsilon = mode == .exploit ? 0 : model.exploration
    choose(for: observations, epsilon: epsilon, into: &actions, using: &random)
  }

  /// Takes the valid choice of the greatest value, with probability ε any valid one.
  func choose(
    for observations: ObservationBatch, epsilon: Float, into actions: inout [DiscreteAction],
    using random: inout RandomStream
  ) {
    model.choice.choose(for: observations, epsilon: epsilon, into: &actions, using: &random) {
      model.values(of: outputs(for: observations), on: tape)
    }
  }

  /// What the network makes of observations.
  func outputs(for observations: ObservationBatch) -> Variable {
    tape.reset()
    let input = tape.constant(observations.values, rows: observations.count, columns: observations.width)
    return model.network(input, on: tape)
  }

  func inspect(_ observation: ObservationBatch) -> PolicyReport<DiscreteAction> {
    let count = model.choice.choices
    let outputs = outputs(for: observation)
    let means = Array(UnsafeBufferPointer(start: model.values(of: outputs, on: tape), count: count))
    let isValid = observation.masks.isEmpty ? [Bool](repeating: true, count: count) : observation.masks
    var actions: [DiscreteAction] = []
    var random = RandomStream(seed: 0)
    model.choice.choose(for: observation, epsilon: 0, into: &actions, using: &random) {
      model.values(of: outputs, on: tape)
    }
    let preferences: ActionPreferences
    if let quantiles = model.quantiles {
      let all = tape.values(of: outputs)
      preferences = .quantiles(
        (0..<count).map { choice in
          (0..<quantiles).map { isValid[choice] ? all[$0 * count + choice] : -.infinity }.sorted()
        })
    } else {
      preferences = .values((0..<count).map { isValid[$0] ? means[$0] : -.infinity })
    }
    return PolicyReport(
      action: actions[0], preferences: preferences, value: means[actions[0].index],
      entropy: entropy(choices: isValid.count { $0 }))
  }

  /// Entropy of taking one of some choices with probability 1 − ε + ε/n and every other one with ε/n.
  private func entropy(choices: Int) -> Float {
    let share = Double(model.exploration) / Double(choices)
    let best = 1 - Double(model.exploration) + share
    func term(_ probability: Double) -> Double { probability > 0 ? -probability * log(probability) : 0 }
    return Float(term(best) + Double(choices - 1) * term(share))
  }
}
