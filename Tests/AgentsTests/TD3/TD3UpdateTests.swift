import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("A gradient step of TD3 and of DDPG")
struct TD3UpdateTests {
  private func agent(
    policyDelay: Int = 1, targetNoise: Float = 0.2, limit: Float = 0.5, learningStarts: Int = 20
  ) throws -> TD3 {
    let agent = try TD3(
      TD3Configuration(
        learningRate: 1e-2, batchSize: 7, discount: 0.5, policyDelay: policyDelay, targetNoise: targetNoise,
        targetNoiseLimit: limit, cadence: UpdateCadence(learningStarts: learningStarts),
        replay: ReplayConfiguration(capacity: 50), actor: LayersBlueprint(hidden: [8]),
        critic: LayersBlueprint(hidden: [8])),
      in: AgentContext(ReplayedTask.environments(1), random: RandomStream(seed: 1)))
    agent.fillBatch()
    return agent
  }

  @Test("A target is made of the smaller of the target critics, whichever it is", arguments: [(-5, 4), (4, -5)])
  func smallerTarget(_ values: (Float, Float)) throws {
    let agent = try agent()
    agent.critics.makeConstant(0, values.0, in: agent.critics.targets)
    agent.critics.makeConstant(1, values.1, in: agent.critics.targets)
    // Smaller still, but not targets.
    agent.critics.makeConstant(0, -100, in: agent.critics.parameters)
    agent.critics.makeConstant(1, -200, in: agent.critics.parameters)
    _ = try agent.improveOnce()
    #expect(agent.targets.array == (0..<7).map { Float($0) - 2.5 })
  }

  @Test("The policy follows the first critic, be it the smaller or not", arguments: [-50, 50])
  func firstCritic(other: Float) throws {
    let agent = try agent()
    agent.critics.makeConstant(1, other, in: agent.critics.parameters)
    _ = try agent.improveOnce()
    #expect(agent.policyActor.gradients.array.contains { $0 != 0 })

    // What a constant critic says of an action cannot be improved.
    let constant = try self.agent()
    constant.critics.makeConstant(0, other, in: constant.critics.parameters)
    let before = constant.policyActor.parameters.array
    let report = try constant.improveOnce()
    #expect(abs(try #require(report["policyLoss"]) + Double(other)) < 0.1)
    #expect(constant.policyActor.parameters.array == before)
  }

  @Test("Smoothing noise is scaled and cut off on both sides")
  func smoothingNoise() throws {
    let agent = try agent()
    #expect([-10, -2.5, -1, 0, 1, 2.5, 10].map(agent.smoothingNoise) == [-0.5, -0.5, -0.2, 0, 0.2, 0.5, 0.5])
  }

  @Test("Training draws its smoothing noise within the limit, and reaches it on both sides")
  func drawnNoise() throws {
    let agent = try agent(targetNoise: 0.4, limit: 0.5)
    var seen: [Float] = []
    let environments = try ReplayedTask.environments(1)
    for _ in 0..<10 {
      try learn(agent, in: environments, steps: 24)
      seen += agent.smoothing.array
    }
    #expect(seen.allSatisfy { abs($0) <= 0.5 } && seen.contains(0.5) && seen.contains(-0.5))
    #expect(seen.contains { abs($0) < 0.2 })
  }

  @Test("A next action with its noise stays within ±1")
  func clippedActions() throws {
    // Where the policy is far out, noise outwards changes nothing, noise inwards does.
    func targets(_ noise: Float) throws -> [Float] {
      let agent = try agent()
      let layout = agent.policy.learner.layout
      let bias = try #require(layout.entries.last { $0.name.hasSuffix(".bias") }).slice
      agent.policy.targets.fill(0)
      agent.policy.targets.fill(20, in: bias.offset..<bias.offset + bias.count)
      agent.smoothing.fill(noise)
      _ = try agent.improveOnce()
      return agent.targets.array
    }
    #expect(try targets(0.5) == targets(0))
    #expect(try targets(-0.5) != targets(0))
  }

  @Test(
    "The policy and all targets move with every delay-th gradient step, the critics with each",
    arguments: [1, 2, 3])
  func delay(_ delay: Int) throws {
    let agent = try agent(policyDelay: delay)
    var (policy, targets, critics): ([Int], [Int], [Int]) = ([], [], [])
    for step in 1...7 {
      let before = (agent.policyActor.parameters.array, agent.critics.parameters.array)
      let targetsBefore = (agent.policy.targets.array, agent.critics.targets.array)
      let report = try agent.improveOnce()
      if agent.policyActor.parameters.array != before.0 { policy.append(step) }
      if agent.critics.parameters.array != before.1 { critics.append(step) }
      let moves = [agent.policy.targets.array != targetsBefore.0, agent.critics.targets.array != targetsBefore.1]
      #expect(moves[0] == moves[1])
      if moves[0] { targets.append(step) }
      #expect((report["policyLoss"] != nil) == (step % delay == 0))
    }
    let expected = (1...7).filter { $0 % delay == 0 }
    #expect(policy == expected && targets == expected && critics == Array(1...7))
  }

  @Test("The delay counts gradient steps over all updates, not within each")
  func delayOverUpdates() throws {
    let agent = try agent(policyDelay: 3)
    let reports = try learn(agent, in: ReplayedTask.environments(1), steps: 27)
    #expect(reports.map { $0["policySteps"] } == [0, 0, 1, 0, 0, 1, 0])
    #expect(agent.policyActor.optimizer.stepCount == 2 && agent.critics.learner.optimizer.stepCount == 7)
  }

  @Test("DDPG has one critic, moves everything with every step and adds no noise to next actions")
  func deepDeterministicPolicyGradient() throws {
    let environments = try ReplayedTask.environments(1)
    let kind = ReplayingKind.ddpg
    let agent = try kind.make(for: environments)
    agent.fillBatch()
    #expect(agent.critics.networks.count == 1)
    for _ in 1...3 {
      let before = (agent.policyActor.parameters.array, agent.critics.parameters.array)
      let targets = (agent.policyTargets.array, agent.critics.targets.array)
      _ = try agent.improveOnce()
      #expect(agent.policyActor.parameters.array != before.0 && agent.critics.parameters.array != before.1)
      #expect(agent.policyTargets.array != targets.0 && agent.critics.targets.array != targets.1)
    }
    agent.critics.makeConstant(0, 4, in: agent.critics.targets)
    _ = try agent.improveOnce()
    #expect(agent.targets.array == (0..<16).map { Float($0) + 2 })
  }
}
