import Foundation
import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

/// An encoder of another package: the sum of each column, times a weight.
private struct SumEncoder: ObservationEncoder {
  static let name = "sum"
  var gain: Float = 2

  func validate() throws(ConfigurationError) { try require(gain != 0, "gain", must: "not be 0", found: gain) }

  func outputs(for group: ObservationSpace.Group) -> Int { group.columns }

  func build(
    _ name: String, for group: ObservationSpace.Group, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    SummedRows(
      group: group, weight: layout.reserve("\(name).gain", rows: 1, columns: 1, initializer: .constant(gain)))
  }
}

private struct SummedRows: Network {
  let group: ObservationSpace.Group
  let weight: ParameterSlice

  func callAsFunction<Scalar>(_ block: Variable, on tape: Tape<Scalar>) -> Variable {
    let rows = tape.reshape(block, rows: block.rows * group.rows, columns: group.columns)
    return tape.multiply(tape.sumPool(rows, slots: group.rows), tape.parameter(weight))
  }
}

@Suite("Encodings of observations")
struct ObservationEncodingTests {
  private static let space = ObservationSpace(groups: [
    .init("account", columns: 2), .init("slots", rows: 3, columns: 2, isPadded: true), .init("extra", columns: 1),
  ])
  private static let encoding = ObservationEncoding(
    encoders: [
      GroupEncoder("slots", PoolingEncoder(outputs: 4, pooling: [.mean, .maximum])),
      GroupEncoder("account", LinearEncoder(outputs: 3)),
    ], fusion: [6])

  private func layout(_ build: (inout ParameterLayout) throws -> Void) rethrows -> ParameterLayout {
    var layout = ParameterLayout()
    try build(&layout)
    return layout
  }

  @Test("every family of networks takes the same encoding, and names its parameters by group")
  func families() throws {
    let encoded = [
      "account.weight", "account.bias", "slots.weight", "slots.bias", "fusion.0.weight", "fusion.0.bias",
      "fusion.0.norm.gain", "fusion.0.norm.bias",
    ]
    let policy = try layout {
      let blueprint = MLPBlueprint(policy: [5], value: [], encoding: Self.encoding)
      let network = try blueprint.build(for: Self.space, policyOutputs: 2, in: &$0)
      #expect(network.sharesParameters && blueprint.policyFeatures(for: Self.space) == 5)
    }
    #expect(Array(policy.entries.map(\.name).prefix(8)) == encoded)
    #expect(policy.entries.map(\.name).dropFirst(8).first == "policy.0.weight")
    let layers = LayersBlueprint(hidden: [5], encoding: Self.encoding)
    for blueprint in [layers, DuelingBlueprint(layers)] as [any NetworkBlueprint] {
      let found = try layout { _ = try blueprint.build("q", for: Self.space, outputs: 2, in: &$0) }
      #expect(Array(found.entries.map(\.name).prefix(8)) == encoded.map { "q.\($0)" })
      // Account 2→3, slots 2→4 pooled twice, extra as it is: 12 features fuse to 6.
      #expect(found.entries[4].slice.rows == 12 && found.entries[8].slice.rows == 6)
    }
    for shares in [true, false] {
      let found = try layout {
        _ = try RecurrentBlueprint(width: 3, sharesMemory: shares, encoding: Self.encoding)
          .build(for: Self.space, policyOutputs: 2, in: &$0)
      }
      let names = found.entries.map(\.name)
      let prefixes = shares ? [""] : ["policy.", "value."]
      for prefix in prefixes { #expect(names.contains(prefix + "slots.weight")) }
      #expect(names.filter { $0.hasSuffix("slots.weight") }.count == prefixes.count)
    }
  }

  @Test("an encoding reads as settings: names, defaults of what is left out, and back")
  func documents() throws {
    let document = #"""
      {"policy": [7], "encoding": {"encoders": [
        {"group": "slots", "encoder": "attention", "embedding": 8, "heads": 2},
        {"group": "account", "encoder": "linear"}], "fusion": [9]}}
      """#
    let network = try MLPBlueprint().applying(JSONValue(parsing: document))
    let expected = ObservationEncoding(
      encoders: [
        GroupEncoder("slots", AttentionEncoder(embedding: 8, heads: 2, outputs: 64)),
        GroupEncoder("account", LinearEncoder(outputs: 32)),
      ], fusion: [9])
    #expect(network.encoding == expected && network.policy == [7] && network.value == [64, 64])
    #expect(try MLPBlueprint().applying(network.json) == network)
    #expect(try JSONDecoder().decode(MLPBlueprint.self, from: JSONEncoder().encode(network)) == network)
  }

  @Test("settings from before there were encodings read as the same networks")
  func earlierDocuments() throws {
    let policy = #"{"shared":[],"policy":[64,64],"value":[64,64],"activation":"tanh","orthogonalInitialization":true}"#
    #expect(try JSONDecoder().decode(MLPBlueprint.self, from: Data(policy.utf8)) == MLPBlueprint())
    let layers = #"{"hidden":[256,256],"activation":"relu"}"#
    #expect(try JSONDecoder().decode(LayersBlueprint.self, from: Data(layers.utf8)) == LayersBlueprint())
    #expect(try LayersBlueprint().applying(JSONValue(parsing: #"{"hidden": [64, 64]}"#)).hidden == [64, 64])
    let modular = ModularBlueprint()
    let (first, second) = (
      try layout { _ = try modular.build(for: ModularFixture.space, policyOutputs: 36, in: &$0) },
      try layout { _ = try modular.network.build(for: ModularFixture.space, policyOutputs: 36, in: &$0) }
    )
    #expect(first.entries.map(\.name) == second.entries.map(\.name) && second.count == 42_341)
  }

  @Test("a document can ask for a pointer policy")
  func pointer() throws {
    let document = #"""
      {"pointer": {"heads": [{"group": "slots", "choices": 2}], "width": 8, "holdPreference": 1.5}}
      """#
    let network = try MLPBlueprint().applying(JSONValue(parsing: document))
    #expect(network.pointer?.holdPreference == 1.5 && network.pointer?.heads.first?.pooling == [.mean, .maximum])
    let found = try layout { _ = try network.build(for: Self.space, policyOutputs: 7, in: &$0) }
    #expect(found.entries.contains { $0.name == "policy.slots.row.weight" })
    #expect(network.policyFeatures(for: Self.space) == nil)
  }

  @Test("an encoder of another package is used by value, and by name where it is registered")
  func plugIn() throws {
    let document = try JSONValue(
      parsing: #"{"hidden": [], "encoding": {"encoders": [{"group": "slots", "encoder": "sum", "gain": 3}]}}"#)
    #expect(throws: ConfigurationError.self) { try LayersBlueprint().applying(document) }
    let registry = EncoderRegistry.standard.adding(SumEncoder.self)
    let read = try EncoderRegistry.$current.withValue(registry) { try LayersBlueprint().applying(document) }
    let blueprint = LayersBlueprint(
      hidden: [], encoding: ObservationEncoding(encoders: [GroupEncoder("slots", SumEncoder(gain: 3))]))
    #expect(read == blueprint)
    var layout = ParameterLayout()
    let network = try blueprint.build("q", for: Self.space, outputs: 1, in: &layout)
    let parameters = AlignedBuffer<Double>(count: layout.count)
    // The gain, then the weights of account, slots and extra, then the bias.
    for (index, value) in [3, 1, 1, 1, 10, 100, 0.5].enumerated() { parameters.pointer[index] = value }
    let tape = Tape(parameters: parameters)
    let row = tape.constant([1, 2, 1, 5, 0, 0, 1, 6, 4], rows: 1, columns: 9)
    // Account 3; slots sum to [2, 11], times 3, weighted 1 and 10: 336; extra 400; bias ½.
    #expect(tape.values(of: network(row, on: tape)) == [739.5])
  }

  @Test("what does not fit is refused by name")
  func refusals() {
    func error(_ document: String) -> String? {
      do {
        let blueprint = try LayersBlueprint().applying(JSONValue(parsing: document))
        var layout = ParameterLayout()
        _ = try blueprint.build("q", for: Self.space, outputs: 2, in: &layout)
        return nil
      } catch { return "\(error)" }
    }
    #expect(
      error(#"{"encoding": {"encoders": [{"group": "slots", "encoder": "wavelet"}]}}"#)
        == "network.encoders.slots.encoder must be one of attention, gru, linear, lstm, pooling, tcn, "
        + "transformer, was \"wavelet\"")
    #expect(
      error(#"{"encoding": {"encoders": [{"group": "slots", "encoder": "linear", "width": 3}]}}"#)
        == "network.encoders.slots.width must be one of outputs, was unknown")
    #expect(
      error(#"{"encoding": {"encoders": [{"group": "slots", "encoder": "attention", "heads": 3}]}}"#)
        == "network.encoders.slots.heads must divide the embedding of 40, was 3")
    #expect(
      error(#"{"encoding": {"encoders": [{"group": "slot", "encoder": "linear"}]}}"#)
        == "network.encoders must name groups of the observation (account, slots, extra), was slot")
    #expect(
      error(#"{"encoding": {"encoders": [{"group": "slots", "encoder": "linear", "outputs": 0}]}}"#)
        == "network.encoders.slots.outputs must be in 1...8192, was 0")
    #expect(
      error(#"{"encoding": {"encoders": [], "dropout": 0.5}}"#)
        == "network.dropout must be 0 without a fusion layer, was 0.5")
  }
}
