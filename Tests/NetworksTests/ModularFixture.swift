import Foundation
import Networks
import RLCore
import Tensors
import Testing

/// The modular network computed by PyTorch (written by `Scripts/golden/modular.py`).
struct ModularFixture: Decodable {
  struct Parameter: Decodable {
    let name: String
    let shape: [Int]
    let firstWeights: [Float]
    let gradientSum: Double
    let gradientSumOfSquares: Double
    let firstGradients: [Double]
  }

  let weightSeed: Int
  let parameterCount: Int
  let observations: [[Double]]
  let logitWeights: [[Double]]
  let valueWeights: [Double]
  let loss: Double
  let encoded: [[Double]]
  let fused: [[Double]]
  let logits: [[Double]]
  let values: [Double]
  let tensors: [Parameter]

  static func load() throws -> ModularFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(
      ModularFixture.self, from: Data(contentsOf: folder.appending(path: "modular.json")))
  }

  /// The observation of the `full` preset.
  static let space = ObservationSpace(groups: [
    .init("config", columns: 5), .init("portfolio", columns: 10),
    .init("executions", rows: 5, columns: 12, isPadded: true),
    .init("opportunities", rows: 10, columns: 20, isPadded: true),
  ])

  /// Our name of a tensor, by PyTorch's.
  static let names = [
    "execution": "executions", "opportunity": "opportunities.embedding", "opportunity_output": "opportunities.output",
    "attention.in_proj_weight": "opportunities.attention.projection.weight",
    "attention.in_proj_bias": "opportunities.attention.projection.bias",
    "attention.out_proj": "opportunities.attention.output", "fusion1": "fusion.0", "fusion2": "fusion.1",
    "fusion1_norm.weight": "fusion.0.norm.gain", "fusion1_norm.bias": "fusion.0.norm.bias",
    "fusion2_norm.weight": "fusion.1.norm.gain", "fusion2_norm.bias": "fusion.1.norm.bias",
    "actor_hidden": "policy.0", "actor_output": "policy.1", "critic_hidden": "value.0", "critic_output": "value.1",
  ]

  static func ourName(of name: String) -> String {
    if let whole = names[name] { return whole }
    let parts = name.split(separator: ".")
    let module = parts.dropLast().joined(separator: ".")
    return "\(names[module] ?? module).\(parts.last ?? "")"
  }

  /// One stream of Park and Miller's generator through all tensors, turned from [out, in] to our [in × out].
  func parameters<Scalar: TensorScalar>(
    of layout: ParameterLayout, as type: Scalar.Type
  ) throws -> AlignedBuffer<Scalar> {
    let buffer = AlignedBuffer<Scalar>(count: layout.count)
    let modulus = 2_147_483_647
    var state = weightSeed
    for tensor in tensors {
      let count = tensor.shape.reduce(1, *)
      let inputs = tensor.shape.count == 2 ? tensor.shape[1] : 1
      let weights = (0..<count).map { _ -> Float in
        state = 48_271 * state % modulus
        let draw = 2 * Double(state) / Double(modulus) - 1
        if tensor.shape.count == 2 { return Float(draw / Double(inputs).squareRoot()) }
        return Float(0.1 * draw + (tensor.name.hasSuffix("norm.weight") ? 1 : 0))
      }
      try #require(Array(weights.prefix(8)) == tensor.firstWeights, "\(tensor.name)")
      let slice = try slice(of: tensor, in: layout)
      for (index, weight) in weights.enumerated() {
        buffer.pointer[slice.offset + position(of: index, in: tensor)] = Scalar(weight)
      }
    }
    return buffer
  }

  /// The slice of a tensor, whose shape must be the transposed one.
  func slice(of tensor: Parameter, in layout: ParameterLayout) throws -> ParameterSlice {
    let name = Self.ourName(of: tensor.name)
    let entry = try #require(layout.entries.first { $0.name == name }, "\(name)")
    let shape = tensor.shape.count == 2 ? [tensor.shape[1], tensor.shape[0]] : [1, tensor.shape[0]]
    try #require([entry.slice.rows, entry.slice.columns] == shape, "\(name)")
    return entry.slice
  }

  /// Where the `index`-th value of PyTorch's layout lies in ours.
  func position(of index: Int, in tensor: Parameter) -> Int {
    guard tensor.shape.count == 2 else { return index }
    let (outputs, inputs) = (tensor.shape[0], tensor.shape[1])
    return index % inputs * outputs + index / inputs
  }
}
