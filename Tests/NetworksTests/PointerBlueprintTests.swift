import Foundation
import Networks
import RLCore
import RLTesting
import Randomness
import Settings
import Tensors
import Testing

@Suite("Pointer policies")
struct PointerBlueprintTests {
  private static let opportunities = 4
  private static let positions = 5
  private static let space = ObservationSpace(groups: [
    .init("portfolio", columns: 3),
    .init("executions", rows: positions, columns: 2, isPadded: true),
    .init("opportunities", rows: opportunities, columns: 3, isPadded: true),
  ])
  private static let logitCount = 1 + 2 * opportunities + positions
  private static let blueprint = PointerBlueprint(
    heads: [
      PointerHead(group: "opportunities", choices: 2),
      PointerHead(group: "executions", choices: 1, pooling: [.mean], addsValue: true),
    ], width: 6, value: [5])

  /// Four positions and two opportunities hold data: means over them are exact.
  private static let observation: [Double] = [
    0.5, -1, 0.25,
    1, 0.75, 1, -0.5, 0, 0, 1, 1.25, 1, -0.25,
    1, 0.5, -0.75, 0, 0, 0, 1, -1.5, 0.5, 0, 0, 0,
  ]

  private struct Built {
    let network: any ActorCritic
    let layout: ParameterLayout
    let parameters: AlignedBuffer<Double>

    /// A network whose parameters are multiples of 1/16, so that sums of few terms are exact in any order.
    init(_ blueprint: PointerBlueprint = PointerBlueprintTests.blueprint) throws {
      var layout = ParameterLayout()
      network = try blueprint.build(
        for: PointerBlueprintTests.space, policyOutputs: PointerBlueprintTests.logitCount, in: &layout)
      parameters = AlignedBuffer(count: layout.count)
      var random = RandomStream(seed: 5)
      for index in 0..<layout.count {
        parameters.pointer[index] = Double(random.index(below: 33)) / 16 - 1
      }
      self.layout = layout
    }

    func callAsFunction(_ observation: [Double]) -> (logits: [Double], value: Double) {
      let tape = Tape(parameters: parameters)
      let row = tape.constant(observation, rows: 1, columns: observation.count)
      let (policy, value) = network.policyAndValue(row, on: tape)
      return (tape.values(of: policy), tape.values(of: value)[0])
    }
  }

  /// The observation with the rows of a group in another order: row i is what was row `order[i]`.
  private func permuted(_ start: Int, columns: Int, by order: [Int]) -> [Double] {
    var result = Self.observation
    for (index, source) in order.enumerated() {
      for column in 0..<columns {
        result[start + index * columns + column] = Self.observation[start + source * columns + column]
      }
    }
    return result
  }

  @Test("to permute slots permutes the logits exactly and leaves the value as it was")
  func permutation() throws {
    let network = try Built()
    let (logits, value) = network(Self.observation)
    #expect(Set(logits).count > 6, "rows must differ for the test to mean anything")
    for order in [[1, 0, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1]] {
      let moved = network(permuted(13, columns: 3, by: order))
      for size in 0..<2 {
        for slot in 0..<Self.opportunities {
          #expect(
            moved.logits[1 + size * Self.opportunities + slot] == logits[1 + size * Self.opportunities + order[slot]])
        }
      }
      #expect(moved.logits[0] == logits[0] && moved.logits[9...] == logits[9...] && moved.value == value)
    }
    for order in [[4, 3, 2, 1, 0], [1, 2, 3, 4, 0]] {
      let moved = network(permuted(3, columns: 2, by: order))
      #expect(Array(moved.logits[9...]) == order.map { logits[9 + $0] })
      #expect(moved.logits[..<9] == logits[..<9] && moved.value == value)
    }
  }

  @Test("what stands in a row of padding has no influence, and its own logits are 0")
  func padding() throws {
    let network = try Built()
    let (logits, value) = network(Self.observation)
    var junk = Self.observation
    junk[8] = 7  // the third position
    junk[17...18] = [-3, 9]  // the second opportunity
    let other = network(junk)
    #expect(other.logits == logits && other.value == value)
    #expect(logits[2] == 0 && logits[6] == 0 && logits[11] == 0)
    var none = Self.observation
    for index in 3..<none.count { none[index] = 0 }
    let empty = network(none)
    #expect(empty.logits[1...].allSatisfy { $0 == 0 } && empty.value.isFinite && empty.logits[0] != 0)
  }

  @Test("rows are scored in view of the context: the portfolio moves the logits of rows")
  func context() throws {
    let network = try Built()
    var richer = Self.observation
    richer[0] = 3
    let (before, after) = (network(Self.observation).logits, network(richer).logits)
    #expect(before[1] != after[1] && before[9] != after[9] && before[0] != after[0])
  }

  @Test("policy and value apart give what they give together")
  func apart() throws {
    let network = try Built()
    let tape = Tape(parameters: network.parameters)
    let row = tape.constant(Self.observation + Self.observation.map { -$0 }, rows: 2, columns: Self.space.width)
    let both = network.network.policyAndValue(row, on: tape)
    #expect(tape.values(of: network.network.policy(row, on: tape)) == tape.values(of: both.policy))
    #expect(tape.values(of: network.network.value(row, on: tape)) == tape.values(of: both.value))
    #expect(both.policy.rows == 2 && both.policy.columns == Self.logitCount && both.value.columns == 1)
  }

  @Test("every derivative of the network agrees with central differences")
  func gradients() throws {
    var layout = ParameterLayout()
    let network = try Self.blueprint.build(for: Self.space, policyOutputs: Self.logitCount, in: &layout)
    var random = RandomStream(seed: 11)
    let inputs = layout.entries.map {
      GradientInput(rows: $0.slice.rows, columns: $0.slice.columns, using: &random)
    }
    // The inputs lie in the order of the layout, so the network finds its parameters where they are.
    let report = checkGradient(at: inputs, tolerance: 1e-6) { tape, _ in
      let row = tape.constant(Self.observation, rows: 1, columns: Self.space.width)
      let (policy, value) = network.policyAndValue(row, on: tape)
      return tape.concatenate([policy, value])
    }
    #expect(report.isPassed, "\(report)")
    #expect(report.derivativeCount == layout.count)
  }

  @Test("a preference for HOLD is the starting bias of its logit")
  func preference() throws {
    func start(_ preference: Float) throws -> [String: Initializer] {
      var blueprint = Self.blueprint
      blueprint.holdPreference = preference
      return Dictionary(uniqueKeysWithValues: try Built(blueprint).layout.entries.map { ($0.name, $0.initializer) })
    }
    #expect(try start(2.5)["policy.context.bias"] == .constant(2.5))
    #expect(try start(0)["policy.context.bias"] == .constant(0))
  }

  @Test("the parameters of the full preset are as many as a hand counts")
  func count() throws {
    var layout = ParameterLayout()
    _ = try PointerBlueprint().build(for: ModularFixture.space, policyOutputs: 36, in: &layout)
    let embeddings = (20 + 1) * 48 + (12 + 1) * 48
    let context = (15 + 3 * 48 + 1) * 48 + 48 + 1
    let scorer = 2 * 48 * 48 + 48
    let value = 48 * 48 + 48 + 48 + 1
    #expect(layout.count == embeddings + context + (scorer + 49 * 3) + 2 * (scorer + 49) + value)
  }

  @Test("what does not fit is refused by name")
  func refusals() {
    func error(_ change: (inout PointerBlueprint) -> Void, outputs: Int = Self.logitCount) -> String? {
      var blueprint = Self.blueprint
      change(&blueprint)
      var layout = ParameterLayout()
      do {
        _ = try blueprint.build(for: Self.space, policyOutputs: outputs, in: &layout)
        return nil
      } catch { return error.description }
    }
    #expect(
      error({ _ in }, outputs: 13)
        == "network.heads must give the 13 logits of the policy, was 14: 1 of the context, 2 for each of 4 opportunities, "
        + "1 for each of 5 executions")
    #expect(
      error { $0.heads.removeLast() }
        == "network.heads must name every group that has padding, was nothing for executions")
    #expect(
      error { $0.heads[0].group = "markets" }
        == "network.heads must name every group that has padding, was nothing for opportunities")
    #expect(
      error { $0.heads.append(PointerHead(group: "markets", choices: 0)) }
        == "network.heads must name groups of the observation, was markets, which is none of "
        + "portfolio, executions, opportunities")
    #expect(
      error { $0.heads.append($0.heads[0]) } == "network.heads.opportunities must be there once, was a second one")
    #expect(error { $0.width = 0 } == "network.width must be in 1...8192, was 0")
    #expect(error { $0.value = [0] } == "network.value must have widths in 1...8192, was [0]")
    #expect(error { $0.holdPreference = .infinity } == "network.holdPreference must be in -100...100, was inf")
    #expect(error { $0.heads[1].choices = -1 } == "network.heads.executions must have 0...8192 choices, was -1")
    #expect(
      error { $0.heads[0].pooling = [.mean, .mean] }
        == "network.heads.opportunities must pool in different ways, was [\"mean\", \"mean\"]")
  }

  @Test("a blueprint survives JSON")
  func roundTrip() throws {
    var blueprint = Self.blueprint
    blueprint.holdPreference = 1.5
    #expect(try JSONDecoder().decode(PointerBlueprint.self, from: JSONEncoder().encode(blueprint)) == blueprint)
    #expect(try blueprint.applying(JSONValue(parsing: #"{"width": 12}"#)).width == 12)
  }
}
