import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Numbers that are not finite, with a replay buffer")
struct ReplayingBadNumberTests {
  private typealias Script = ReplayedTask.Script

  /// A script with one bad number, and what is said about it.
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sentence: String
    let change: @Sendable (inout [ScriptedEnvironment<ContinuousAction>.Step]) -> Void
  }

  // Two environments, the second one bad. Observation i of the script is seen after i steps of both, the reward and
  // the end of step i come one step later.
  private static let examples = [
    Example(
      testDescription: "first observation",
      sentence: "observation 0 of environment 1 must be finite, was nan at step 0"
    ) { $0[0].observation[0] = .nan },
    Example(
      testDescription: "later observation",
      sentence: "observation 2 of environment 1 must be finite, was inf at step 6"
    ) { $0[3].observation[2] = .infinity },
    Example(testDescription: "reward", sentence: "reward of environment 1 must be finite, was -inf at step 12") {
      $0[5].reward = -.infinity
    },
    Example(
      testDescription: "final observation of a truncation",
      sentence: "final observation 1 of environment 1 must be finite, was nan at step 10"
    ) { $0[4].final[1] = .nan },
    // It is valued too, and 0·NaN would be no number.
    Example(
      testDescription: "final observation of a termination",
      sentence: "final observation 0 of environment 1 must be finite, was inf at step 16"
    ) { $0[7].final[0] = .infinity },
  ]

  private func environments(_ bad: [Script.Step]) throws -> VectorEnvironment<Script> {
    try VectorEnvironment(
      [ReplayedTask.script, bad].map { Script($0, actionSpace: ReplayedTask.bounds) }, random: RandomStream(seed: 1))
  }

  @Test(
    "A bad number is named with its step and environment, and no parameter takes it in",
    arguments: ReplayingKind.allCases, examples)
  func named(_ kind: ReplayingKind, _ example: Example) throws {
    var script = ReplayedTask.script
    example.change(&script)
    let environments = try environments(script)
    let agent = try kind.make(for: environments)
    let before = agent.parameterBits
    let error = try #require(throws: AgentError.self) { try learn(agent, in: environments, steps: 800) }
    #expect(error.description == example.sentence)
    #expect(agent.parameterBits == before && agent.gradientSteps == 0)
  }

  @Test(
    "A number that turns bad in the midst of learning leaves the parameters of the last step",
    arguments: ReplayingKind.allCases)
  func later(_ kind: ReplayingKind) throws {
    let good = try environments(ReplayedTask.script)
    let agent = try kind.make(for: good)
    try learn(agent, in: good, steps: 80)
    let before = agent.parameterBits
    var script = ReplayedTask.script
    script[0].reward = .nan
    let error = try #require(throws: AgentError.self) { try learn(agent, in: environments(script), steps: 80) }
    #expect(error.description == "reward of environment 1 must be finite, was nan at step 2")
    #expect(agent.parameterBits == before)
  }

  @Test("After an error the agent can be archived, and learns on from good numbers", arguments: ReplayingKind.allCases)
  func goesOn(_ kind: ReplayingKind) throws {
    var script = ReplayedTask.script
    script[2].reward = .nan
    let bad = try environments(script)
    let agent = try kind.make(for: bad)
    #expect(throws: AgentError.self) { try learn(agent, in: bad, steps: 80) }
    #expect(agent.experience.replay.count > 0, "what was remembered before stays")
    let isFinite = agent.experience.replay.storage.array.allSatisfy(\.isFinite)
    #expect(isFinite, "the bad number is not remembered")
    _ = try agent.archive(.training)
    let reports = try learn(agent, in: environments(ReplayedTask.script), steps: 80)
    #expect(!reports.isEmpty && reports.allSatisfy { $0.metrics.allSatisfy { $0.value.isFinite } })
  }

  @Test("A gradient that overflows is named, and nothing has moved", arguments: ReplayingKind.allCases)
  func overflow(_ kind: ReplayingKind) throws {
    // Finite, but too large for the first layer.
    var script = ReplayedTask.script
    for index in script.indices { script[index].observation = [3e38, -3e38, 3e38] }
    let environments = try environments(script)
    let agent = try kind.make(for: environments)
    let before = agent.parameterBits
    let error = try #require(throws: AgentError.self) { try learn(agent, in: environments, steps: 80) }
    #expect(error.quantity == (kind == .ddpg ? "the gradient norm of the critic" : "the gradient norm of the critics"))
    #expect(agent.parameterBits == before)
  }
}
