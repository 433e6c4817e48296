import Agents
import RLCore
import RLTesting
import Randomness
import Settings
import Testing

/// An agent of the registry in a kind of action that it can do, with settings by which it learns at once.
struct EveryAgent: Sendable, CustomTestStringConvertible {
  /// What is done in a task of the kind.
  enum Kind: String, CaseIterable {
    case discrete, choices, continuous
  }

  let id: AgentID
  let kind: Kind

  var testDescription: String { "\(id) \(kind.rawValue)" }

  /// Every agent in every kind of action, as the registry lists them.
  static let all: [EveryAgent] = Registry.standard.agents.flatMap { agent in
    Kind.allCases.map { EveryAgent(id: agent.id, kind: $0) }.filter(\.isPossible)
  }

  /// Whether the registry makes it.
  private var isPossible: Bool {
    do {
      switch kind {
      case .discrete: _ = try make(for: discrete)
      case .choices: _ = try make(for: choices)
      case .continuous: _ = try make(for: continuous)
      }
      return true
    } catch is RegistryError {
      return false
    } catch {
      // Settings that do not fit are found by the test itself.
      return true
    }
  }

  var discrete: VectorEnvironment<IdentityEnvironment> {
    get throws {
      try VectorEnvironment(
        (0..<2).map { _ in IdentityEnvironment(choices: 3, length: 8) }, random: RandomStream(seed: 1))
    }
  }
  var choices: VectorEnvironment<MultiIdentityEnvironment> {
    get throws {
      try VectorEnvironment(
        (0..<2).map { _ in MultiIdentityEnvironment(counts: [2, 3], length: 8) }, random: RandomStream(seed: 1))
    }
  }
  var continuous: VectorEnvironment<TargetEnvironment> {
    get throws {
      try VectorEnvironment((0..<2).map { _ in TargetEnvironment(length: 8) }, random: RandomStream(seed: 1))
    }
  }

  func make<E: Environments>(for environments: E) throws -> any Agent<E.ActionType> {
    try makeAgent(id, settings: try settings, for: environments, random: RandomStream(seed: 2))
  }

  /// Small settings; what an agent does not have is left out.
  private var settings: JSONValue {
    get throws {
      let defaults = try Registry.standard.defaults(of: id)
      let own = Set(Mirror(reflecting: defaults).children.compactMap(\.label))
      let all: [String: JSONValue] = [
        "rolloutSteps": .integer(16), "batchSize": .integer(16), "epochs": .integer(1),
        "replay": .object(["capacity": .integer(200)]),
        "cadence": .object(["learningStarts": .integer(24), "interval": .integer(8), "gradientSteps": .integer(1)]),
      ]
      return .object(all.filter { own.contains($0.key) })
    }
  }
}
