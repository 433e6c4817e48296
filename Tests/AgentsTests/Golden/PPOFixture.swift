import Foundation
import Tensors
import Testing

/// One minibatch of Stable-Baselines3 or sb3-contrib in full detail (written by `Scripts/golden/ppo.py`).
struct PPOFixture: Decodable {
  struct Hyperparameters: Decodable {
    let clipRange: Float
    let valueClipRange: Float
    let entropyCoefficient: Float
    let valueCoefficient: Float
    let learningRate: Float
    let adamEpsilon: Float
    let maximumGradientNorm: Double
  }

  struct Batch: Decodable {
    let observations: [[Float]]
    let actions: [[Float]]
    let masks: [[Bool]]?
    let oldLogProbabilities: [Float]
    let advantages: [Float]
    let oldValues: [Float]
    let returns: [Float]
  }

  /// A tensor in PyTorch's layout: weights are [outputs][inputs].
  struct Tensor: Decodable {
    let name: String
    let shape: [Int]
    let values: [Float]
  }

  struct Rows: Decodable {
    let policyOutputs: [[Float]]
    let logProbabilities: [Float]
    let entropies: [Float]
    let values: [Float]
    let normalizedAdvantages: [Float]
    let meanEntropy: Double
    let approximateKL: Double
    let clipFraction: Double
  }

  struct Update: Decodable {
    let policyLoss: Double
    let valueLoss: Double
    let totalLoss: Double
    let policyOutputGradients: [[Float]]
    let valueGradients: [Float]
    let gradients: [Tensor]
    let gradientNorm: Double
    let parametersAfterStep: [Tensor]
  }

  let observationWidth: Int
  let hidden: [Int]
  let actionCounts: [Int]?
  let actionDimensions: Int?
  let hyperparameters: Hyperparameters
  let batch: Batch
  let parameters: [Tensor]
  let rows: Rows
  let withoutValueClipping: Update
  let withValueClipping: Update

  static func load(_ name: String) throws -> PPOFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(
      PPOFixture.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
  }

  /// Tensors as one block in the order and layout of ours: weights become [inputs × outputs].
  static func block(
    _ tensors: [Tensor], in layout: ParameterLayout, named name: (String) -> String = libraryName
  ) throws -> [Float] {
    try layout.entries.flatMap { entry in
      let tensor = try #require(tensors.first { name(entry.name) == $0.name }, "\(entry.name)")
      try #require(tensor.values.count == entry.slice.count)
      guard entry.name.hasSuffix(".weight") else { return tensor.values }
      try #require(tensor.shape == [entry.slice.columns, entry.slice.rows])
      return (0..<entry.slice.count).map { index in
        let (row, column) = (index / entry.slice.columns, index % entry.slice.columns)
        return tensor.values[column * entry.slice.rows + row]
      }
    }
  }

  /// `policy.1.weight` → `mlp_extractor.policy_net.2.weight`; the last layer of either network has a name of its own.
  static func libraryName(of name: String) -> String {
    if name == "policy.logStandardDeviation" { return "log_std" }
    let parts = name.split(separator: ".")
    switch (parts[0], parts[1]) {
    case ("policy", "2"): return "action_net.\(parts[2])"
    case ("value", "2"): return "value_net.\(parts[2])"
    default: return "mlp_extractor.\(parts[0])_net.\(parts[1] == "0" ? 0 : 2).\(parts[2])"
    }
  }
}
