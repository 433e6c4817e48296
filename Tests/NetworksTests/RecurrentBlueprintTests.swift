import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

@Suite("Networks with a memory")
struct RecurrentBlueprintTests {
  private func layout(_ blueprint: RecurrentBlueprint) throws -> ParameterLayout {
    var layout = ParameterLayout()
    _ = try blueprint.build(for: ObservationSpace(width: 5), policyOutputs: 3, in: &layout)
    return layout
  }

  @Test("Policy and value have memories of their own unless they share one")
  func sharing() throws {
    let apart = try layout(RecurrentBlueprint(width: 8, policy: [4], value: [4]))
    let together = try layout(RecurrentBlueprint(width: 8, sharesMemory: true, policy: [4], value: [4]))
    let memory = 4 * 8 * (5 + 8 + 2)
    let heads = 2 * (8 * 4 + 4) + 4 * 3 + 3 + 4 + 1
    #expect(apart.count == 2 * memory + heads)
    #expect(together.count == memory + heads)
    let gru = try layout(RecurrentBlueprint(cell: .gru, width: 8, policy: [4], value: [4]))
    #expect(gru.count == 3 * memory / 2 + heads)
  }

  @Test("The layers behind the memory start orthogonal and undecided, or as PyTorch's do")
  func initialisation() throws {
    for startsOrthogonal in [true, false] {
      let layout = try layout(
        RecurrentBlueprint(width: 16, policy: [9], value: [9], startsOrthogonal: startsOrthogonal))
      let parameters = layout.makeParameters(using: RandomStream(seed: 1)).array
      func values(_ name: String) throws -> ArraySlice<Float> {
        let slice = try #require(layout.entries.first { $0.name == name }).slice
        return parameters[slice.offset..<slice.offset + slice.count]
      }
      let largest = try #require(try values("policy.1.weight").map(abs).max())
      #expect(largest < (startsOrthogonal ? 0.011 : 1.0 / 3) && (startsOrthogonal || largest > 0.1))
      #expect(try values("value.0.bias").allSatisfy { $0 == 0 } == startsOrthogonal)
    }
  }

  @Test("A size out of range is named")
  func ranges() throws {
    for (blueprint, sentence) in [
      (RecurrentBlueprint(width: 0), "network.width must be in 1...8192, was 0"),
      (RecurrentBlueprint(layers: 0), "network.layers must be in 1...8, was 0"),
      (RecurrentBlueprint(value: [4, 0]), "network.value must have widths in 1...8192, was [4, 0]"),
    ] {
      let error = try #require(throws: ConfigurationError.self) { _ = try layout(blueprint) }
      #expect(error.description == sentence)
    }
  }
}
