import Foundation
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

/// A batch of an agent with values of discrete choices (written by `Scripts/golden/dqn.py` and `qrdqn.py`).
struct ValueBatch: Decodable {
  let observations: [Float]
  let actions: [Int]
  let rewards: [Float]
  let nextObservations: [Float]
  let discounts: [Float]
  let nextMasks: [Bool]
  let importanceWeights: [Float]
  let threeStepRewards: [Float]
  let threeStepDiscounts: [Float]

  /// Writes it where an agent draws its own.
  func fill(_ batch: ReplayBatch, severalSteps: Bool, weighted: Bool, masked: Bool) {
    batch.observations.take(observations)
    batch.actions.take(actions.map { Float($0) })
    batch.rewards.take(severalSteps ? threeStepRewards : rewards)
    batch.nextObservations.take(nextObservations)
    batch.discounts.take(severalSteps ? threeStepDiscounts : discounts)
    if weighted { batch.weights.take(importanceWeights) }
    if masked { for (index, flag) in nextMasks.enumerated() { batch.nextMasks[index] = flag ? 1 : 0 } }
  }

  static func load<Fixture: Decodable>(_ name: String, as type: Fixture.Type) throws -> Fixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: "\(name).json")))
  }
}

extension ParameterLayout {
  /// Parameters by name as one block.
  func block(_ parts: [String: [Float]]) throws -> [Float] {
    try entries.flatMap { entry in
      let values = try #require(parts[entry.name], "\(entry.name)")
      try #require(values.count == entry.slice.count, "\(entry.name)")
      return values
    }
  }
}

/// Agreement to 1e-5 of the largest magnitude of the tensor, or of 1.
func expectGolden(
  _ found: [Float], _ wanted: [Float], _ name: String, tolerance: Float = 1e-5,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found.count == wanted.count else {
    Issue.record("\(name) has \(found.count) values, not \(wanted.count)", sourceLocation: sourceLocation)
    return
  }
  let scale = max(1, wanted.map(abs).max() ?? 1)
  for (index, pair) in zip(found, wanted).enumerated() where !(abs(pair.0 - pair.1) <= tolerance * scale) {
    Issue.record("\(name)[\(index)]: \(pair.0), expected \(pair.1)", sourceLocation: sourceLocation)
  }
}
