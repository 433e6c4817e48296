import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Testing

@testable import Agents

/// What becomes of the unfinished rollout of an archive where it does not simply go on.
@Suite("Unfinished rollouts")
struct UnfinishedRolloutTests {
  private typealias Settings = SmallSettings
  private typealias Training = StoppableTraining<PPORecipe<DiscreteAction>, SometimesCut<IdentityEnvironment>>
  private typealias Recurrent = StoppableTraining<RecurrentPPORecipe<DiscreteAction>, SometimesCut<IdentityEnvironment>>

  /// Ten steps: a rollout of seven that was learnt from, and three of the next one.
  private func stopped(_ settings: PPOConfiguration = Settings.ppo) throws -> Training {
    var training = try Training(settings, steps: 48, in: Settings.choices)
    try training.run(10)
    return training
  }

  private func rollout(of training: Training) throws -> RolloutBuffer {
    try #require(training.agent as? PPO<DiscreteAction>).rollout
  }

  @Test func `the steps come back, with ends and final observations`() throws {
    let training = try stopped()
    let before = try rollout(of: training)
    let after = try rollout(of: Training(Settings.ppo, after: training))
    #expect(before.filled == 3 && after.filled == 3)
    #expect(!before.truncatedRows.isEmpty && after.truncatedRows == before.truncatedRows)
    #expect(after.finalObservations == before.finalObservations)
    #expect(after.ends[..<6] == before.ends[..<6] && after.masks[..<18] == before.masks[..<18])
    #expect(before.masks[..<18].contains(false))
  }

  @Test func `only what was recorded is archived, and nothing right after an update`() throws {
    var training = try Training(Settings.ppo, steps: 48, in: Settings.choices)
    try training.run(7)
    let empty = try training.agent.archive(.training)
    #expect(!empty.hasRollout && !empty.tensors.contains { $0.name.hasPrefix("rollout") })
    let partial = try stopped().agent.archive(.training)
    #expect(try partial.tensor("rollout.observations", shape: [3, 2, 3]).count == 18)
    #expect(try !stopped().agent.archive(.policy).hasRollout)
  }

  @Test func `an agent with a rollout of its own loses it to an archive without one`() throws {
    var training = try Training(Settings.ppo, steps: 48, in: Settings.choices)
    try training.run(7)
    let used = try stopped()
    #expect(try rollout(of: used).filled == 3)
    let resumed = try Training(Settings.ppo, after: training, in: used.agent)
    #expect(try rollout(of: resumed).filled == 0)
    let policy = try stopped()
    try policy.agent.restore(.policy, from: training.agent.archive(.policy))
    #expect(try rollout(of: policy).filled == 0)
  }

  @Test func `where environments begin new episodes it is dropped with the next step`() throws {
    var resumed = try Training(Settings.ppo, after: stopped())
    #expect(try rollout(of: resumed).filled == 3)
    try resumed.startNewEpisodes()
    try resumed.run(1)
    #expect(try rollout(of: resumed).filled == 1)
  }

  @Test func `an agent with another number of steps leaves it aside`() throws {
    let longer = Settings.with(Settings.ppo) { $0.rolloutSteps = 9 }
    var resumed = try Training(longer, after: stopped())
    #expect(try rollout(of: resumed).filled == 0 && rollout(of: resumed).steps == 9)
    try resumed.run(9)
    #expect(resumed.reports.count == 1)
  }

  @Test func `a recurrent agent whose sequences are cut otherwise leaves it aside, and its value begins anew`() throws {
    var training = try Recurrent(Settings.recurrent, steps: 48, in: Settings.choices)
    try training.run(11)
    for change: (inout RecurrentPPOConfiguration) -> Void in [{ $0.sequenceLength = 4 }, { $0.rolloutSteps = 9 }] {
      let other = Settings.with(Settings.recurrent, change)
      let agent = try #require(try Recurrent(other, after: training).agent as? RecurrentPPO<DiscreteAction>)
      #expect(agent.rollout.filled == 0 && agent.valueState.values.allSatisfy { $0 == 0 })
      #expect(agent.policyState.values.contains { $0 != 0 }, "the episodes go on")
    }
    let same = try #require(try Recurrent(Settings.recurrent, after: training).agent as? RecurrentPPO<DiscreteAction>)
    #expect(same.rollout.filled == 3 && same.valueState.values.contains { $0 != 0 })
  }

  @Test func `a recurrent agent forgets what it remembered of rows that it exploited`() throws {
    var training = try Recurrent(Settings.recurrent, steps: 48, in: Settings.choices)
    try training.run(3)
    let agent = try #require(training.agent as? RecurrentPPO<DiscreteAction>)
    var random = RandomStream(seed: 1)
    let observations = ObservationBatch(count: 2, width: 3, maskWidth: 3)
    _ = try agent.act(on: observations, mode: .exploit, using: &random)
    #expect(agent.runner.state.rows == 2)
    try agent.restore(.training, from: agent.archive(.training))
    #expect(agent.runner.state.rows == 0)
  }

  /// What is wrong with an archive, and what is said about it.
  private static let damages: [(entry: String, value: String?, problem: String)] = [
    ("rollout.environments", "3", "has an unfinished rollout of 3 environments, 2 are needed"),
    ("rollout.filled", "8", "entry rollout.filled must be in 1...7, the steps of the rollout, was 8"),
    ("rollout.filled", "0", "entry rollout.filled must be in 1...7, the steps of the rollout, was 0"),
    ("rollout.filled", "2", "tensor rollout.ends must have shape [2, 2, 1], was [3, 2, 1]"),
    ("rollout.steps", nil, "has no entry rollout.steps"),
    ("rollout.actions", nil, "has no tensor rollout.actions"),
    ("rollout.masks", nil, "has no tensor rollout.masks"),
    ("rollout.finals", nil, "has no tensor rollout.finals"),
    ("defect", #"["nan"]"#, #"entry defect must be a number, its place and its kind, was ["nan"]"#),
  ]

  @Test func `a rollout that does not fit is refused with its reason, and nothing changes`() throws {
    let archive = try stopped().agent.archive(.training)
    for damage in Self.damages {
      var damaged = TensorArchive()
      damaged.metadata = archive.metadata
      for tensor in archive.tensors where tensor.name != damage.entry { damaged.add(tensor) }
      if damaged.tensors.count == archive.tensors.count { damaged.metadata[damage.entry] = damage.value }
      let agent = try stopped(Settings.with(Settings.ppo) { $0.learningRate = 0.1 }).agent
      let before = try agent.archive(.training)
      #expect(throws: ArchiveError(damage.problem)) { try agent.restore(.training, from: damaged) }
      #expect(try agent.archive(.training) == before)
    }
  }

  @Test func `a number that is not finite and not yet refused is refused after going on`() throws {
    for kind in [true, false] {
      let environments = try VectorEnvironment([TargetEnvironment()], random: RandomStream(seed: 1))
      let context = AgentContext(environments, random: RandomStream(seed: 2))
      let make: () throws -> any Agent<ContinuousAction> = {
        kind ? try PPO(Settings.ppo, in: context) : try TD3(Settings.td3, in: context)
      }
      let (agent, successor) = (try make(), try make())
      var (observations, random) = (environments.reset(), RandomStream(seed: 3))
      let actions = try agent.act(on: observations, mode: .explore, using: &random)
      var transitions = environments.step(actions, observing: &observations)
      transitions.rewards = [-.infinity]
      agent.record(transitions, next: observations)
      let file = try agent.archive(.training).serialized()
      try successor.restore(.training, from: TensorArchive(serialized: file))
      let error = #expect(throws: AgentError.self) {
        try successor.learn(progress: TrainingProgress(totalSteps: 10), using: &random)
      }
      #expect(error?.description == "reward of environment 0 must be finite, was -inf at step 0")
    }
  }
}
