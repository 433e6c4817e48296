import Networks
import RLCore
import Randomness
import Testing

@testable import Agents

@Suite("Determinism")
struct DeterminismTests {
  /// A network of each kind of split: by network, by rows, and by rows with dropout.
  enum Kind: String, CaseIterable, Sendable {
    case separate
    case shared
    case modular

    var blueprint: any ActorCriticBlueprint {
      switch self {
      case .separate: MLPBlueprint(hidden: [16, 16])
      case .shared: MLPBlueprint(shared: [16], policy: [8], value: [8])
      case .modular:
        ModularBlueprint(
          encoders: [
            .init("plain", LinearEncoder(outputs: 4)),
            .init("slots", AttentionEncoder(embedding: 4, heads: 2, outputs: 6)),
          ],
          fusion: [8, 8], dropout: 0.2, head: 8)
      }
    }
  }

  private func trained(_ kind: Kind, seed: UInt64, threads: Int) throws -> [UInt32] {
    let space = ObservationSpace(groups: [
      .init("plain", columns: 2), .init("slots", rows: 3, columns: 2, isPadded: true),
    ])
    var random = RandomStream(seed: 12)
    let script = (0..<13).map { (step: Int) -> ScriptedEnvironment<DiscreteAction>.Step in
      var observation = (0..<8).map { _ in Float(random.normal()) }
      // Some slots are padding.
      for slot in 0..<3 where step >> slot & 1 == 0 { (observation[2 + 2 * slot], observation[3 + 2 * slot]) = (0, 0) }
      let mask = (0..<4).map { (choice: Int) -> Bool in choice == step % 4 || choice % 2 == 0 }
      let end: EpisodeEnd? = step == 6 ? .truncated : step == 12 ? .terminated : nil
      return .init(
        observation: observation, reward: Float(random.normal()), end: end,
        final: [Float](repeating: 0.5, count: 8), mask: mask)
    }
    let environments = try VectorEnvironment(
      (0..<2).map { _ in
        ScriptedEnvironment(script, space: space, actionSpace: DiscreteAction.Domain(count: 4))
      }, random: RandomStream(seed: 1))
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(
        rolloutSteps: 15, batchSize: 8, epochs: 3, entropyCoefficient: 0.01, normalizesObservations: true,
        threads: threads),
      network: kind.blueprint, for: environments, seed: seed)
    try learn(agent, in: environments, steps: 90, seed: seed)
    return agent.parameterBits
  }

  @Test("The same seed gives the same bits again, at one thread and at two", arguments: Kind.allCases)
  func sameSeed(_ kind: Kind) throws {
    let once = try trained(kind, seed: 1, threads: 1)
    #expect(try trained(kind, seed: 1, threads: 1) == once)
    #expect(try trained(kind, seed: 1, threads: 2) == once)
  }

  @Test("Another seed gives other parameters", arguments: Kind.allCases)
  func otherSeed(_ kind: Kind) throws {
    #expect(try trained(kind, seed: 1, threads: 1) != trained(kind, seed: 2, threads: 1))
  }
}
