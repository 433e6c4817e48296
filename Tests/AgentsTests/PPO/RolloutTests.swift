import RLCore
import Randomness
import Tensors
import Testing
import Training

@testable import Agents

@Suite("What PPO keeps of a rollout")
struct RolloutTests {
  private typealias Script = ScriptedEnvironment<DiscreteAction>
  private let choices = DiscreteAction.Domain(count: 2)

  /// Three steps, truncated; two steps, terminated; and again.
  private var script: [Script.Step] {
    [
      .init(observation: [1, 100], reward: 10), .init(observation: [2, 200], reward: 20),
      .init(observation: [3, 300], reward: 30, end: .truncated, final: [4, 400]),
      .init(observation: [5, 500], reward: 50),
      .init(observation: [6, 600], reward: 60, end: .terminated, final: [7, 700]),
    ]
  }

  private func environments(count: Int = 1) throws -> VectorEnvironment<Script> {
    try VectorEnvironment(
      (0..<count).map { _ in Script(script, actionSpace: choices) }, random: RandomStream(seed: 1))
  }

  @Test("Observation, reward and end of a step share a row; an end belongs to the step that caused it")
  func alignment() throws {
    let environments = try environments(count: 2)
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 6), for: environments)
    try agent.fillRollout(in: environments)
    let rollout = agent.rollout
    let first = stride(from: 0, to: 12, by: 2)
    #expect(first.map { rollout.plainObservations[$0 * 2] } == [1, 2, 3, 5, 6, 1])
    #expect(first.map { rollout.rewards[$0] } == [10, 20, 30, 50, 60, 10])
    #expect(first.map { rollout.ends[$0] } == [nil, nil, .truncated, nil, .terminated, nil])
    #expect(rollout.truncatedRows == [4, 5], "step 2 of both environments")
    #expect(rollout.finalObservations == [4, 400, 4, 400])
    #expect(rollout.lastObservations == [2, 200, 2, 200])
  }

  @Test("A new rollout starts without the ends of the last one")
  func nextRollout() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 4, epochs: 1), for: environments)
    // Rollouts of four steps over a script of five: step 2 is truncated in the first, step 3 of the second.
    var progress = TrainingProgress(totalSteps: 8)
    let witness = RolloutWitness(agent)
    try train(agent, in: environments, progress: &progress, callbacks: [witness], random: RandomStream(seed: 1))
    #expect(witness.truncatedRows == [[2], [3]])
    #expect(witness.finalObservations == [[4, 400], [4, 400]])
  }

  @Test("A truncation bootstraps from the value of its final observation, not of the next episode's first one")
  func truncationBootstraps() throws {
    let returns = try oneStepReturns()
    #expect(abs(returns.found[3, default: .nan] - (30 + 0.5 * returns.value([4, 400]))) < 1e-4)
  }

  @Test("A termination bootstraps from nothing")
  func terminationDoesNotBootstrap() throws {
    let returns = try oneStepReturns()
    #expect(returns.found[6] == 60)
    #expect(abs(returns.found[5, default: .nan] - (50 + 0.5 * returns.value([6, 600]))) < 1e-4)
  }

  /// Returns of one step (λ = 0) by the first value of the observation, and the value network they came from.
  private func oneStepReturns() throws -> (found: [Float: Float], value: ([Float]) -> Float) {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 5, batchSize: 5, epochs: 1, discount: 0.5, lambda: 0), for: environments)
    let bystander = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 5), for: environments)
    try agent.fillRollout(in: environments)
    var random = RandomStream(seed: 1)
    _ = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 5), using: &random))
    let found = (0..<5).map { (agent.minibatch.observations.pointer[2 * $0], agent.minibatch.returns.pointer[$0]) }
    #expect(bystander.values(of: [4, 400])[0] != 0)
    return (Dictionary(uniqueKeysWithValues: found), { bystander.values(of: $0)[0] })
  }

  @Test("Final observations are normalised like all others, with statistics of each dimension")
  func finalObservationsAreNormalized() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 4, normalizesObservations: true), for: environments)
    var random = RandomStream(seed: 1)
    var observations = environments.reset()
    for step in 0..<4 {
      let actions = try agent.act(on: observations, mode: .explore, using: &random)
      let normalizer = try #require(agent.observationNormalizer)
      agent.record(environments.step(actions, observing: &observations), next: observations)
      guard step == 2 else { continue }
      var final: [Float] = [4, 400]
      normalizer.normalize(&final)
      #expect(agent.rollout.finalObservations == final)
      #expect(abs(final[0] - final[1]) < 1e-3 && abs(final[0]) < 10, "both dimensions have the same shape")
    }
    #expect(agent.rollout.plainObservations.allSatisfy { abs($0) <= 10 })
    #expect(agent.observationNormalizer?.statistics.count[0] == 4 + 1e-4, "each observation is counted once")
  }

  @Test("Acting without exploring leaves statistics and rollout alone")
  func exploitingIsFrozen() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 4, normalizesObservations: true), for: environments)
    var random = RandomStream(seed: 1)
    _ = try agent.act(on: environments.reset(), mode: .explore, using: &random)
    let statistics = agent.observationNormalizer
    for count in 1...3 {
      let batch = ObservationBatch(count: count, width: 2, maskWidth: 0)
      #expect(try agent.act(on: batch, mode: .exploit, using: &random).count == count)
    }
    #expect(agent.observationNormalizer == statistics)
    #expect(agent.rollout.filled == 0)
  }

  @Test("Evaluating in the middle of a rollout changes nothing of the agent, even with other numbers of environments")
  func evaluating() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 5, normalizesObservations: true, normalizesReturns: true), for: environments)
    try learn(agent, in: environments, steps: 8)
    #expect(agent.rollout.filled == 3)
    let before = (try agent.archive(.training), agent.rollout.plainObservations, agent.rollout.filled)
    let evaluation = try evaluatePolicy(
      agent, in: self.environments(count: 3), episodes: 6, random: RandomStream(seed: 1))
    #expect(evaluation.returns == [60, 60, 60, 110, 110, 110])
    let after = try agent.archive(.training)
    #expect(after == before.0 && agent.rollout.plainObservations == before.1 && agent.rollout.filled == before.2)
  }

  @Test("Rewards are learnt from divided by the deviation of the discounted return")
  func rewardsAreScaled() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 5, discount: 0.9, normalizesReturns: true), for: environments)
    try agent.fillRollout(in: environments)
    var scaler = ReturnNormalizer(environments: 1, discount: 0.9)
    let expected = script.map { step in
      var reward = [step.reward]
      scaler.normalize(&reward, ends: [step.end])
      return reward[0]
    }
    #expect(agent.rollout.rewards == expected)
    #expect(expected != script.map(\.reward))
  }

  @Test("A reset from outside drops the unfinished rollout, since its last step has lost what came next")
  func interruption() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 5), for: environments)
    var random = RandomStream(seed: 1)
    var observations = environments.reset()
    for _ in 0..<2 {
      let actions = try agent.act(on: observations, mode: .explore, using: &random)
      agent.record(environments.step(actions, observing: &observations), next: observations)
    }
    #expect(agent.rollout.filled == 2)
    _ = try agent.act(on: observations, mode: .explore, using: &random)
    #expect(agent.rollout.filled == 2, "the episode goes on")
    _ = try agent.act(on: environments.reset(), mode: .explore, using: &random)
    #expect(agent.rollout.filled == 0)
  }

  @Test("The environment gets the action clipped to its bounds, the rollout keeps the one that was drawn")
  func continuousActions() throws {
    let bounds = ContinuousAction.Domain(low: [-0.1, -0.2], high: [0.1, 0.3])
    let environments = try VectorEnvironment(
      [ScriptedEnvironment<ContinuousAction>([.init(observation: [1])], actionSpace: bounds)],
      random: RandomStream(seed: 1))
    let agent = try PPO<ContinuousAction>(PPOConfiguration(rolloutSteps: 64), for: environments)
    try agent.fillRollout(in: environments)
    let sent = environments.environments[0].actions
    #expect(sent.allSatisfy(bounds.contains))
    let stored = (0..<64).map { ContinuousAction(Array(agent.rollout.actions[2 * $0..<2 * $0 + 2])) }
    #expect(stored.map(bounds.clamp) == sent)
    #expect(stored.count { !bounds.contains($0) } > 50, "standard deviations of 1 mostly miss these bounds")
  }
}

/// Looks into the rollout at the end of episodes that were truncated.
private final class RolloutWitness: Callback {
  let events: TrainingEvents = .episodes
  private(set) var truncatedRows: [[Int]] = []
  private(set) var finalObservations: [[Float]] = []
  private let agent: PPO<DiscreteAction>

  init(_ agent: PPO<DiscreteAction>) { self.agent = agent }

  func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    guard episode.end == .truncated else { return .proceed }
    truncatedRows.append(agent.rollout.truncatedRows)
    finalObservations.append(agent.rollout.finalObservations)
    return .proceed
  }
}
