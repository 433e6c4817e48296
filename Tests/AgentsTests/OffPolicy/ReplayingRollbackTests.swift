import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

/// A round of gradient steps that fails leaves what was learnt as before the call.
@Suite("Rounds of gradient steps that fail")
struct ReplayingRollbackTests {
  /// Every number that gradient steps change.
  private func learned(_ agent: any ReplayingAgent) -> [[UInt32]] {
    var learners = [agent.policyActor, agent.critics.learner]
    if let sac = agent as? SAC { learners += sac.weight.learners }
    let buffers = learners.flatMap { learner in
      [learner.parameters, learner.target].compactMap { $0 } + learner.optimizer.memory.map(\.values)
    }
    return buffers.map { $0.array.map(\.bitPattern) }
      + [learners.map { UInt32($0.optimizer.stepCount ?? 0) }, [UInt32(agent.gradientSteps)]]
  }

  private func trained(_ kind: ReplayingKind, discount: Float = 0.9, cadence: UpdateCadence) throws -> (
    agent: any ReplayingAgent, environments: VectorEnvironment<ReplayedTask.Script>
  ) {
    let environments = try ReplayedTask.environments()
    var settings = ReplayingKind.Settings()
    (settings.cadence, settings.discount) = (cadence, discount)
    let agent = try kind.make(settings, for: environments)
    try learn(agent, in: environments, steps: 80)
    #expect(agent.gradientSteps > 0)
    return (agent, environments)
  }

  /// Lets an agent explore until `learn` throws.
  ///
  /// - Returns: Whether everything that was learnt is as before that call, and the error.
  private func fail(
    _ agent: any ReplayingAgent, in environments: VectorEnvironment<ReplayedTask.Script>, steps: Int
  ) throws -> (isUnchanged: Bool, error: AgentError)? {
    var (observations, random) = (environments.reset(), RandomStream(seed: 5))
    var progress = TrainingProgress(totalSteps: 10_000)
    for _ in 0..<steps {
      let actions = try agent.act(on: observations, mode: .explore, using: &random)
      agent.record(environments.step(actions, observing: &observations), next: observations)
      progress.advance(by: environments.count)
      let before = learned(agent)
      do {
        _ = try agent.learn(progress: progress, using: &random)
      } catch let error as AgentError {
        return (learned(agent) == before, error)
      }
    }
    return nil
  }

  @Test("A huge reward that is drawn late in a round takes back the steps before it", arguments: ReplayingKind.allCases)
  func hugeReward(kind: ReplayingKind) throws {
    let (agent, _) = try trained(kind, cadence: UpdateCadence(learningStarts: 20, interval: 8, gradientSteps: 12))
    var script = ReplayedTask.script
    script[6].reward = 3e38
    // One bad row among some eighty, so that most rounds begin with batches without it.
    let failure = try #require(
      try fail(agent, in: ReplayedTask.environments(script: script), steps: 400))
    #expect(failure.isUnchanged)
    #expect(failure.error.quantity.hasPrefix("the gradient norm of the critic"))
  }

  @Test(
    "A policy whose gradient is not finite takes back the step of the critics, in rounds of one step and of many",
    arguments: ReplayingKind.allCases, [1, 3])
  func badPolicy(kind: ReplayingKind, gradientSteps: Int) throws {
    let cadence = UpdateCadence(learningStarts: 20, interval: 2, gradientSteps: gradientSteps)
    let (agent, environments) = try trained(kind, discount: kind == .sac ? 0 : 0.9, cadence: cadence)
    if let sac = agent as? SAC {
      // The policy of SAC also values next actions, which a discount of 0 leaves out; with a huge weight of the entropy
      // its own gradient overflows.
      sac.weight.learner?.parameters.fill(85)
    } else {
      // Targets value next actions; the policy itself is only improved.
      let slice = try #require(agent.policyActor.layout.entries.first).slice
      agent.policyActor.parameters.fill(.infinity, in: slice.offset..<slice.offset + 1)
    }
    let failure = try #require(try fail(agent, in: environments, steps: 20))
    #expect(failure.isUnchanged)
    #expect(failure.error.quantity == "the gradient norm of the policy")
  }

  @Test(
    "After a round that failed the agent acts in every mode, and learns from good numbers",
    arguments: ReplayingKind.allCases)
  func resumes(kind: ReplayingKind) throws {
    let (agent, environments) = try trained(kind, cadence: UpdateCadence(learningStarts: 20))
    // Critics do not act: what is remembered meanwhile is good.
    let good = agent.critics.parameters.array
    agent.critics.parameters.fill(.nan, in: 0..<1)
    _ = try #require(try fail(agent, in: environments, steps: 20))
    agent.critics.parameters.take(good)
    var random = RandomStream(seed: 1)
    for mode in [ActingMode.exploit, .sample, .explore] {
      let actions = try agent.act(on: ReplayedTask.observations(2), mode: mode, using: &random)
      #expect(actions.allSatisfy { $0.values.allSatisfy(\.isFinite) })
    }
    let before = learned(agent)
    let reports = try learn(agent, in: environments, steps: 40)
    #expect(!reports.isEmpty && learned(agent) != before)
    #expect(agent.critics.parameters.array.allSatisfy { $0.isFinite })
  }
}
