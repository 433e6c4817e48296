import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("PPO starts as the original implementation does")
struct InitializationTests {
  private func agent(_ configuration: PPOConfiguration = PPOConfiguration()) throws -> PPO<ContinuousAction> {
    try PPO<ContinuousAction>(
      configuration, network: MLPBlueprint(hidden: [16, 16]), observationSpace: ObservationSpace(width: 6),
      actionSpace: ContinuousAction.Domain(low: [-1, -1, -1], high: [1, 1, 1]), masksActions: false,
      random: RandomStream(seed: 4))
  }

  /// The rows or columns of a weight, whichever are fewer.
  private func vectors(_ name: String, of agent: PPO<ContinuousAction>) throws -> [[Float]] {
    let slice = try #require(agent.layout.entries.first { $0.name == name }).slice
    let values = agent.parameters.pointer + slice.offset
    return slice.rows <= slice.columns
      ? (0..<slice.rows).map { row in (0..<slice.columns).map { values[row * slice.columns + $0] } }
      : (0..<slice.columns).map { column in (0..<slice.rows).map { values[$0 * slice.columns + column] } }
  }

  @Test(
    "Weights are orthogonal with a gain of √2 in hidden layers, 0.01 in the policy head and 1 in the value head",
    arguments: [
      ("policy.0.weight", Float(2).squareRoot()), ("policy.1.weight", Float(2).squareRoot()), ("policy.2.weight", 0.01),
      ("value.0.weight", Float(2).squareRoot()), ("value.1.weight", Float(2).squareRoot()), ("value.2.weight", 1),
    ])
  func gains(name: String, gain: Float) throws {
    let vectors = try vectors(name, of: agent())
    for (first, left) in vectors.enumerated() {
      for (second, right) in vectors.enumerated() {
        let product = zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (first == second ? gain * gain : 0)) <= 1e-5 * gain * gain)
      }
    }
  }

  @Test("Every bias starts at 0")
  func biases() throws {
    let agent = try agent()
    for entry in agent.layout.entries where entry.name.hasSuffix(".bias") {
      #expect((0..<entry.slice.count).allSatisfy { agent.parameters.pointer[entry.slice.offset + $0] == 0 })
    }
    #expect(agent.layout.entries.count { $0.name.hasSuffix(".bias") } == 6)
  }

  @Test("Adam's ε is 1e-5, not 1e-8, and can be set")
  func adamEpsilon() throws {
    let (standard, other) = (try agent(), try agent(PPOConfiguration(adamEpsilon: 1e-3)))
    #expect(standard.optimizer.epsilon == 1e-5 && other.optimizer.epsilon == 1e-3)
  }

  @Test("The log standard deviation starts at 0, one for each dimension and the same in every state")
  func logDeviation() throws {
    let agent = try agent()
    let entry = try #require(agent.layout.entries.first { $0.name == "policy.logStandardDeviation" })
    #expect((entry.slice.rows, entry.slice.columns) == (1, 3))
    #expect((0..<3).allSatisfy { agent.parameters.pointer[entry.slice.offset + $0] == 0 })
    let tape = Tape(parameters: agent.parameters)
    let outputs = agent.network.policy(
      tape.constant([1, 2, 3, 4, 5, 6, -6, -5, -4, -3, -2, -1], rows: 2, columns: 6), on: tape)
    let actions = [Float](repeating: 0, count: 6)
    let entropies = actions.withUnsafeBufferPointer { actions in
      actions.baseAddress.map { start in
        tape.values(of: agent.distribution.evaluate(start, under: outputs, mask: nil, on: tape).entropy)
      } ?? []
    }
    // ½·ln 2πe for each of three dimensions, summed and not averaged.
    #expect(entropies.count == 2 && entropies.allSatisfy { abs($0 - 3 * 1.4189385) < 1e-5 })
  }
}
