import Foundation
import Testing

/// One minibatch of sb3-contrib's RecurrentPPO in full detail (written by `Scripts/golden/recurrent_ppo.py`).
struct RecurrentPPOFixture: Decodable {
  struct Hyperparameters: Decodable {
    let clipRange: Float
    let entropyCoefficient: Float
    let valueCoefficient: Float
    let learningRate: Float
    let adamEpsilon: Float
    let maximumGradientNorm: Double
  }

  /// Everything [steps][sequences]; states are [hidden, cell][layers][sequences][memory].
  struct Batch: Decodable {
    let observations: [[[Float]]]
    let starts: [[Bool]]
    let actions: [[[Float]]]
    let policyState: [[[[Float]]]]
    let valueState: [[[[Float]]]]
    let oldLogProbabilities: [[Float]]
    let advantages: [[Float]]
    let oldValues: [[Float]]
    let returns: [[Float]]
  }

  struct Rows: Decodable {
    let logProbabilities: [[Float]]
    let entropies: [[Float]]
    let values: [[Float]]
  }

  let observationWidth: Int
  let memory: Int
  let layers: Int
  let hidden: [Int]
  let hyperparameters: Hyperparameters
  let batch: Batch
  let parameters: [PPOFixture.Tensor]
  let rows: Rows
  let policyLoss: Double
  let valueLoss: Double
  let meanEntropy: Double
  let approximateKL: Double
  let gradientNorm: Double
  let gradients: [PPOFixture.Tensor]
  let parametersAfterStep: [PPOFixture.Tensor]

  static func load(_ name: String) throws -> RecurrentPPOFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(
      RecurrentPPOFixture.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
  }

  /// `policy.memory.0.input.weight` → `lstm_actor.weight_ih_l0`; the heads have one hidden layer each.
  static func libraryName(of name: String) -> String {
    if name == "policy.logStandardDeviation" { return "log_std" }
    let parts = name.split(separator: ".").map(String.init)
    if parts[1] == "memory" {
      let network = parts[0] == "policy" ? "lstm_actor" : "lstm_critic"
      return "\(network).\(parts[4])_\(parts[3] == "input" ? "ih" : "hh")_l\(parts[2])"
    }
    if parts[1] == "0" { return "mlp_extractor.\(parts[0])_net.0.\(parts[2])" }
    return parts[0] == "policy" ? "action_net.\(parts[2])" : "value_net.\(parts[2])"
  }

  /// The packed state of one sequence: hidden state and cell, layer by layer.
  static func packed(_ states: [[[[Float]]]], sequence: Int) -> [Float] {
    states[0].indices.flatMap { layer in states.flatMap { $0[layer][sequence] } }
  }
}
