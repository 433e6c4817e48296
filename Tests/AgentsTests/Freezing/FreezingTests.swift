import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

/// Parts of an agent can be kept from learning, whatever agent it is.
@Suite("Freezing parameters")
struct FreezingTests {
  private typealias Small = SmallSettings
  private static let steps = 24

  /// Trains for a while, freezes, trains on, and stops and goes on in between.
  ///
  /// Freezing in the middle finds moments and older selves that move on if nobody stops them.
  private func expectStill<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: R.Settings, freezing prefixes: [String], in make: (Int) -> E
  ) throws where R.ActionType == E.ActionType {
    var training = try StoppableTraining<R, E>(settings, steps: 2 * Self.steps, in: make)
    let agent = try #require(training.agent as? any FreezableAgent<R.ActionType>)
    #expect(agent.frozenParameterNames.isEmpty)
    try training.run(Self.steps)
    let before = try agent.archive(.training)
    try agent.freeze(prefixes)
    let frozen = agent.frozenParameterNames
    #expect(!frozen.isEmpty && frozen.count < agent.parameterNames.count)
    #expect(frozen == agent.parameterNames.filter { name in prefixes.contains { name.hasPrefix($0) } })

    let middle = training
    var whole = try StoppableTraining<R, E>(settings, after: middle)
    try whole.run(Self.steps)
    let after = try whole.agent.archive(.training)
    for name in agent.parameterNames {
      let (old, new) = (try before.values(name), try after.values(name))
      #expect((old == new) == frozen.contains(name), "\(name) must \(frozen.contains(name) ? "stay" : "move")")
      if frozen.contains(name), let older = after.tensors.first(where: { $0.name == "target." + name }) {
        #expect(older.values == new, "the older self of \(name) must stay at it")
      }
    }

    var first = try StoppableTraining<R, E>(settings, after: middle)
    try first.run(5)
    var second = try StoppableTraining<R, E>(settings, after: first)
    #expect((second.agent as? any FreezableAgent<R.ActionType>)?.frozenParameterNames == frozen)
    try second.run(Self.steps - 5)
    let isEqual = try second.agent.archive(.training) == after
    #expect(isEqual, "a run that was stopped must end as the whole")
  }

  @Test func `PPO, with masks`() throws {
    try expectStill(PPORecipe.self, Small.ppo, freezing: ["policy.0", "value.1"], in: Small.choices)
  }

  @Test(arguments: [false, true]) func `A2C with either optimiser`(usesAdam: Bool) throws {
    let settings = Small.with(Small.a2c) {
      $0.optimizer = usesAdam ? .adam() : .rmsprop(placement: .insideRoot)
    }
    try expectStill(A2CRecipe.self, settings, freezing: ["policy.0"], in: Small.choices)
  }

  @Test func `recurrent PPO`() throws {
    try expectStill(RecurrentPPORecipe.self, Small.recurrent, freezing: ["policy.memory"], in: Small.choices)
  }

  @Test func `DQN, with its older self`() throws {
    let settings = Small.with(Small.dqn) { $0.dueling = false }
    try expectStill(DQNRecipe.self, settings, freezing: ["q.0"], in: Small.choices)
  }

  @Test func `QR-DQN, with its older self`() throws {
    try expectStill(QRDQNRecipe.self, Small.qrdqn, freezing: ["q.0"], in: Small.choices)
  }

  @Test func `SAC, with twin critics`() throws {
    try expectStill(SACRecipe.self, Small.sac, freezing: ["actor.0", "critic.1"], in: Small.target)
  }

  @Test func `TD3, with its older self`() throws {
    try expectStill(TD3Recipe.self, Small.td3, freezing: ["actor.0", "critic.0.0"], in: Small.target)
  }

  @Test func `DDPG, all of its policy`() throws {
    try expectStill(DDPGRecipe.self, Small.ddpg, freezing: ["actor", "critic.0.0"], in: Small.target)
  }

  // MARK: The norm

  /// The gradient norm of the first update.
  private func norm<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: R.Settings, freezing prefixes: [String], in make: (Int) -> E
  ) throws -> Double where R.ActionType == E.ActionType {
    var training = try StoppableTraining<R, E>(settings, steps: Self.steps, in: make)
    try (training.agent as? any FreezableAgent<R.ActionType>)?.freeze(prefixes)
    while training.reports.isEmpty { try training.run(1) }
    return try #require(training.reports[0]["gradientNorm"])
  }

  @Test func `the norm is that of what learns`() throws {
    // Of a single gradient step, so that all see the same weights.
    let ppo = Small.with(Small.ppo) { ($0.batchSize, $0.epochs) = (14, 1) }
    let recurrent = Small.with(Small.recurrent) { ($0.batchSize, $0.epochs, $0.sequenceLength) = (16, 1, nil) }
    let dqn = Small.with(Small.dqn) {
      ($0.dueling, $0.cadence) = (false, UpdateCadence(learningStarts: 10, interval: 6, gradientSteps: 1))
    }
    let norms: [(String, ([String]) throws -> Double, [String], [String])] = [
      (
        "PPO", { try norm(PPORecipe.self, ppo, freezing: $0, in: Small.choices) }, ["policy"], ["value"]
      ),
      (
        "A2C", { try norm(A2CRecipe.self, Small.a2c, freezing: $0, in: Small.choices) }, ["policy"], ["value"]
      ),
      (
        "recurrent PPO", { try norm(RecurrentPPORecipe.self, recurrent, freezing: $0, in: Small.choices) },
        ["policy"], ["value"]
      ),
      ("DQN", { try norm(DQNRecipe.self, dqn, freezing: $0, in: Small.choices) }, ["q.0"], ["q.1"]),
    ]
    for (name, measure, one, other) in norms {
      let (all, first, second) = (try measure([]), try measure(other), try measure(one))
      #expect(first > 0 && second > 0 && first < all && second < all, "\(name): \(first) and \(second) of \(all)")
      #expect(abs(first * first + second * second - all * all) < 1e-5 * all * all, "\(name)")
    }
  }

  // MARK: What can be frozen

  private func ppo() throws -> PPO<DiscreteAction> {
    let environments = try VectorEnvironment([Small.choices(0)], random: RandomStream(seed: 1))
    return try PPO(Small.ppo, for: environments, random: RandomStream(seed: 1))
  }

  @Test func `a prefix that begins nothing is told what there is`() throws {
    let agent = try ppo()
    try agent.freeze(["value"])
    for prefix in ["polic", "policy.00", ""] {
      #expect(
        throws: ConfigurationError(
          field: "freeze", must: "name parameters, which are policy.0, policy.1, value.0, value.1",
          found: prefix.isEmpty ? "nothing" : prefix)
      ) { try agent.freeze(["policy", prefix]) }
    }
    #expect(agent.frozenParameterNames == agent.parameterNames.filter { $0.hasPrefix("value.") }, "it stays as it was")
  }

  @Test func `something must be left to learn`() throws {
    let agent = try ppo()
    #expect(throws: ConfigurationError.self) { try agent.freeze(["policy", "value"]) }
    #expect(agent.frozenParameterNames.isEmpty)
  }

  @Test func `freezing nothing sets everything free`() throws {
    let agent = try ppo()
    try agent.freeze(["policy.0.weight"])
    #expect(agent.frozenParameterNames == ["policy.0.weight"])
    try agent.freeze([])
    #expect(agent.frozenParameterNames.isEmpty)
  }

  @Test func `policies do not freeze, and do not thaw`() throws {
    let (agent, other) = (try ppo(), try ppo())
    try agent.freeze(["policy.0"])
    try other.restore(.policy, from: agent.archive(.policy))
    #expect(other.frozenParameterNames.isEmpty)
    try agent.restore(.policy, from: other.archive(.policy))
    #expect(agent.frozenParameterNames == ["policy.0.weight", "policy.0.bias"])
  }

  @Test func `an archive that freezes what is not there is refused`() throws {
    let agent = try ppo()
    var archive = try agent.archive(.training)
    try archive.encode(["policy.7.weight"], as: "frozen")
    #expect(throws: ArchiveError("entry frozen must name parameters, was policy.7.weight")) {
      try agent.restore(.training, from: archive)
    }
  }

  @Test func `a deterministic policy from elsewhere is its own older self`() throws {
    var training = try StoppableTraining<TD3Recipe, SometimesCut<TargetEnvironment>>(
      Small.td3, steps: Self.steps, in: Small.target)
    try training.run(Self.steps)
    let other = try StoppableTraining<TD3Recipe, SometimesCut<TargetEnvironment>>(
      Small.td3, steps: Self.steps, seed: 2, in: Small.target)
    try other.agent.restore(.policy, from: training.agent.archive(.policy))
    let archive = try other.agent.archive(.training)
    #expect(try archive.values("target.actor.0.weight") == archive.values("actor.0.weight"))
  }
}

extension TensorArchive {
  /// The values of a tensor, whatever its shape.
  fileprivate func values(_ name: String) throws -> [Float] {
    try #require(tensors.first { $0.name == name }, "there must be a tensor \(name)").values
  }
}
