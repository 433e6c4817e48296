import RLCore
import Randomness
import Settings
import Tensors
import Testing

@testable import Networks

@Suite("The modular network against PyTorch")
struct ModularGoldenTests {
  private let golden: ModularFixture
  private let layout: ParameterLayout
  private let network: MLPActorCritic
  private let encoding: EncodedObservation

  init() throws {
    golden = try ModularFixture.load()
    var layout = ParameterLayout()
    let built = try ModularBlueprint().build(for: ModularFixture.space, policyOutputs: 36, in: &layout)
    network = try #require(built as? MLPActorCritic)
    encoding = try #require(network.encoding)
    self.layout = layout
  }

  private func agree(_ computed: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
    computed.count == expected.count
      && zip(computed, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }

  /// Runs the network over observations without dropout.
  private func run<Scalar: TensorScalar>(
    _ type: Scalar.Type, rows: [[Double]]
  ) throws -> (encoded: [Double], fused: [Double], logits: [Double], values: [Double]) {
    let tape = Tape(parameters: try golden.parameters(of: layout, as: type))
    let observations = tape.constant(
      rows.joined().map { Scalar($0) }, rows: rows.count, columns: ModularFixture.space.width)
    let encoded = tape.concatenate(encoding.parts.map { $0(observations, on: tape) })
    let fused = encoding.fusion.reduce(encoded) { $1($0, on: tape) }
    let heads = network.policyAndValue(observations, on: tape)
    let read = { (variable: Variable) in tape.values(of: variable).map { Double($0) } }
    return (read(encoded), read(fused), read(heads.policy), read(heads.value))
  }

  @Test("encoders, fusion, logits and values agree in both precisions")
  func outputs() throws {
    func check<Scalar: TensorScalar>(_ type: Scalar.Type, within tolerance: Double) throws {
      let found = try run(type, rows: golden.observations)
      #expect(agree(found.encoded, Array(golden.encoded.joined()), within: tolerance))
      #expect(agree(found.fused, Array(golden.fused.joined()), within: tolerance))
      #expect(agree(found.logits, Array(golden.logits.joined()), within: tolerance))
      #expect(agree(found.values, golden.values, within: tolerance))
    }
    try check(Float.self, within: 3e-6)
    try check(Double.self, within: 1e-7)
  }

  @Test("the gradients of every tensor agree in both precisions")
  func gradients() throws {
    func check<Scalar: TensorScalar>(_ type: Scalar.Type, within tolerance: Double) throws {
      let gradients = AlignedBuffer<Scalar>(count: layout.count)
      let tape = Tape(parameters: try golden.parameters(of: layout, as: type), gradients: gradients)
      let observations = tape.constant(
        golden.observations.joined().map { Scalar($0) }, rows: 6, columns: ModularFixture.space.width)
      let heads = network.policyAndValue(observations, on: tape)
      let logitWeights = tape.constant(golden.logitWeights.joined().map { Scalar($0) }, rows: 6, columns: 36)
      let valueWeights = tape.constant(golden.valueWeights.map { Scalar($0) }, rows: 6, columns: 1)
      let loss = tape.add(
        tape.sum(tape.multiply(heads.policy, logitWeights)), tape.sum(tape.multiply(heads.value, valueWeights)))
      tape.backward(from: loss)
      #expect(abs(Double(tape.values(of: loss)[0]) - golden.loss) < tolerance)
      let slopes = gradients.array.map { Double($0) }
      for tensor in golden.tensors {
        let slice = try golden.slice(of: tensor, in: layout)
        let own = slopes[slice.offset..<slice.offset + slice.count]
        let squares = own.reduce(0) { $0 + $1 * $1 }
        let first = tensor.firstGradients.indices.map { own[slice.offset + golden.position(of: $0, in: tensor)] }
        // A sum of `count` gradients carries the rounding of each.
        let scale = tolerance * (1 + squares * Double(slice.count)).squareRoot()
        #expect(abs(own.reduce(0, +) - tensor.gradientSum) <= scale, "\(tensor.name)")
        #expect(abs(squares - tensor.gradientSumOfSquares) <= tolerance * max(1, squares), "\(tensor.name)")
        #expect(agree(first, tensor.firstGradients, within: tolerance), "\(tensor.name)")
      }
    }
    try check(Float.self, within: 2e-5)
    try check(Double.self, within: 2e-7)
  }

  @Test("junk in padding changes no bit of any result, and a row's results do not depend on its neighbours")
  func padding() throws {
    let rows = golden.observations
    var wild = rows[4]
    for slot in [1, 2] { for column in 1..<12 { wild[15 + slot * 12 + column] = 1e6 } }
    let clean = try run(Float.self, rows: [rows[4]])
    for row in [rows[5], wild] {
      let dirty = try run(Float.self, rows: [row])
      #expect(dirty.logits == clean.logits && dirty.values == clean.values)
    }
    let together = try run(Double.self, rows: rows)
    let alone = try run(Double.self, rows: [rows[2]])
    #expect(Array(together.logits[72..<108]) == alone.logits)
  }

  @Test("the order of the slots does not matter to values")
  func permutation() throws {
    let row = golden.observations[4]
    let executions = (0..<5).map { Array(row[15 + $0 * 12..<15 + ($0 + 1) * 12]) }
    let opportunities = (0..<10).map { Array(row[75 + $0 * 20..<75 + ($0 + 1) * 20]) }
    let turned = Array(row[0..<15]) + executions.reversed().joined() + opportunities.reversed().joined()
    let (first, second) = (try run(Double.self, rows: [row]), try run(Double.self, rows: [turned]))
    #expect(agree(second.values, first.values, within: 1e-12))
  }

  @Test("the network has 42,341 parameters, and its table says so")
  func parameterCount() {
    #expect(layout.count == 42_341 && golden.parameterCount == 42_341)
    let lines = layout.table.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines.first == "parameter shape values")
    #expect(lines.last == "total 42,341")
    #expect(lines.contains("opportunities.attention.projection.weight 40 × 120 4,800"))
    #expect(lines.contains("fusion.0.weight 136 × 128 17,408"))
    #expect(lines.count == golden.tensors.count + 2)
    #expect(Set(layout.table.split(separator: "\n").map(\.count)).count == 1, "columns line up")
  }

  @Test("dropout acts while training alone, between the fusion layers")
  func dropout() throws {
    let tape = Tape(parameters: try golden.parameters(of: layout, as: Float.self))
    let row = golden.observations[2].map { Float($0) }
    let observations = tape.constant(row, rows: 1, columns: row.count)
    let evaluated = tape.values(of: network.policy(observations, on: tape))
    #expect(tape.values(of: network.policy(observations, on: tape)) == evaluated)
    tape.dropoutStream = .init(seed: 1)
    #expect(tape.values(of: network.policy(observations, on: tape)) != evaluated)
  }
}
