import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

@Suite("Multi-layer perceptrons")
struct MLPTests {
  private func build(_ blueprint: MLPBlueprint, inputs: Int = 3) throws -> (any ActorCritic, ParameterLayout) {
    var layout = ParameterLayout()
    let network = try blueprint.build(for: ObservationSpace(width: inputs), policyOutputs: 2, in: &layout)
    return (network, layout)
  }

  @Test("separate networks have the parameters of both, a shared trunk has its own once")
  func parameters() throws {
    let (apart, separate) = try build(MLPBlueprint(hidden: [4, 5]))
    #expect(!apart.sharesParameters)
    // 3·4+4 + 4·5+5 for each, 5·2+2 for the policy and 5+1 for the value.
    #expect(separate.count == 2 * (16 + 25) + 12 + 6)
    let (together, shared) = try build(MLPBlueprint(shared: [4], policy: [5], value: []))
    #expect(together.sharesParameters)
    #expect(shared.count == 16 + (25 + 12) + 5)
    #expect(
      shared.entries.map(\.name) == [
        "trunk.0.weight", "trunk.0.bias", "policy.0.weight", "policy.0.bias", "policy.1.weight", "policy.1.bias",
        "value.0.weight", "value.0.bias",
      ])
  }

  @Test("hidden layers start with a gain of √2, the policy's last with 0.01, the value's with 1, biases with 0")
  func initializers() throws {
    let (_, layout) = try build(MLPBlueprint(hidden: [4]))
    let start = Dictionary(uniqueKeysWithValues: layout.entries.map { ($0.name, $0.initializer) })
    #expect(start["policy.0.weight"] == .orthogonal(gain: Float(2).squareRoot()))
    #expect(start["policy.1.weight"] == .orthogonal(gain: 0.01))
    #expect(start["value.1.weight"] == .orthogonal(gain: 1))
    #expect(layout.entries.filter { $0.name.hasSuffix("bias") }.allSatisfy { $0.initializer == .constant(0) })
  }

  @Test("a small network computes what a hand computes")
  func forward() throws {
    let (network, layout) = try build(MLPBlueprint(policy: [1], value: [], activation: .relu), inputs: 2)
    let parameters = AlignedBuffer<Double>(count: layout.count)
    // policy.0: [1, -1]·x + 0.5, policy.1: [2, -3]·h + [0, 1]; value.0: [4, 5]·x − 1.
    for (index, value) in [1, -1, 0.5, 2, -3, 0, 1, 4, 5, -1].enumerated() { parameters.pointer[index] = value }
    let tape = Tape(parameters: parameters)
    let observations = tape.constant([3, 1, 1, 3], rows: 2, columns: 2)
    let (policy, value) = network.policyAndValue(observations, on: tape)
    #expect(tape.values(of: policy) == [5, -6.5, 0, 1])
    #expect(tape.values(of: value) == [16, 18])
    #expect(tape.values(of: network.policy(observations, on: tape)) == [5, -6.5, 0, 1])
    #expect(tape.values(of: network.value(observations, on: tape)) == [16, 18])
  }

  @Test("impossible widths are refused by name")
  func refusals() {
    var layout = ParameterLayout()
    #expect(throws: ConfigurationError(field: "network.policy", must: "have widths in 1...8192", found: "[4, 0]")) {
      try MLPBlueprint(policy: [4, 0]).build(for: ObservationSpace(width: 2), policyOutputs: 2, in: &layout)
    }
  }
}
