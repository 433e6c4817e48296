import Foundation
import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

@Suite("Modular blueprints")
struct ModularBlueprintTests {
  private func output(
    _ encoder: any ObservationEncoder, group: ObservationSpace.Group, observation: [Float]
  ) throws -> [Float] {
    var layout = ParameterLayout()
    let network = try ModularBlueprint(encoders: [.init(group.name, encoder)], fusion: [8])
      .build(for: ObservationSpace(groups: [group]), policyOutputs: 3, in: &layout)
    let tape = Tape(parameters: layout.makeParameters(using: RandomStream(seed: 1)))
    let row = tape.constant(observation, rows: 1, columns: observation.count)
    return tape.values(of: network.policyAndValue(row, on: tape).policy)
  }

  @Test("every encoder works on one row and on many, padded or not")
  func encoders() throws {
    let encoders: [any ObservationEncoder] = [
      LinearEncoder(outputs: 6), PoolingEncoder(outputs: 6), PoolingEncoder(outputs: 3, pooling: [.mean, .maximum]),
      AttentionEncoder(embedding: 4, heads: 2, outputs: 6),
    ]
    for encoder in encoders {
      for (rows, isPadded) in [(1, false), (1, true), (3, false), (3, true)] {
        let group = ObservationSpace.Group("slots", rows: rows, columns: 2, isPadded: isPadded)
        let values = (0..<rows * 2).map { Float($0) - 1 }
        let result = try output(encoder, group: group, observation: values)
        #expect(result.count == 3 && result.allSatisfy(\.isFinite), "\(encoder) on \(rows) rows")
      }
    }
  }

  @Test("a row of padding alone gives finite results")
  func allPadding() throws {
    let group = ObservationSpace.Group("slots", rows: 3, columns: 2, isPadded: true)
    let encoders: [any ObservationEncoder] = [
      PoolingEncoder(outputs: 6), AttentionEncoder(embedding: 4, heads: 2, outputs: 6),
    ]
    for encoder in encoders {
      let junk = try output(encoder, group: group, observation: [0, 5, 0, -7, 0, 9])
      let zeros = try output(encoder, group: group, observation: [0, 0, 0, 0, 0, 0])
      #expect(junk.allSatisfy(\.isFinite) && junk == zeros)
    }
  }

  @Test("what does not fit is refused by name")
  func refusals() {
    func error(_ blueprint: ModularBlueprint) -> String? {
      var layout = ParameterLayout()
      do {
        _ = try blueprint.build(for: ObservationSpace(width: 4), policyOutputs: 2, in: &layout)
        return nil
      } catch { return error.description }
    }
    #expect(
      error(ModularBlueprint(encoders: []))
        == "network.encoders must name every group of the observation, was nothing for observation")
    #expect(
      error(ModularBlueprint(encoders: [.init("observation", AttentionEncoder(embedding: 10, heads: 3, outputs: 4))]))
        == "network.encoders.observation.heads must divide the embedding of 10, was 3")
    #expect(error(ModularBlueprint(fusion: [])) == "network.fusion must have widths in 1...8192, was []")
    #expect(error(ModularBlueprint(dropout: 1)) == "network.dropout must be in 0..<1, was 1.0")
    #expect(error(ModularBlueprint(head: 0)) == "network.head must be in 1...8192, was 0")
  }

  @Test("a blueprint survives JSON")
  func roundTrip() throws {
    let blueprint = ModularBlueprint(fusion: [12, 7], dropout: 0.2, head: 9)
    #expect(
      try JSONDecoder().decode(ModularBlueprint.self, from: JSONEncoder().encode(blueprint)) == blueprint)
  }
}
