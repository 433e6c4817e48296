import Foundation
import Networks
import Persistence
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("A gradient step of SAC")
struct SACUpdateTests {
  private func agent(
    temperature: SACConfiguration.Temperature = .fixed(value: 0), targetInterval: Int = 1, seed: UInt64 = 1
  ) throws -> SAC {
    let agent = try SAC(
      SACConfiguration(
        learningRate: 1e-2, batchSize: 7, discount: 0.5, targetInterval: targetInterval, temperature: temperature,
        replay: ReplayConfiguration(capacity: 50), actor: LayersBlueprint(hidden: [8]),
        critic: LayersBlueprint(hidden: [8])),
      in: AgentContext(ReplayedTask.environments(1), random: RandomStream(seed: seed)))
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

  @Test("The policy follows the smaller critic, whichever it is", arguments: [0, 1])
  func smallerValue(constant: Int) throws {
    // What a constant critic says of an action cannot be improved.
    let smaller = try agent()
    smaller.critics.makeConstant(constant, -50, in: smaller.critics.parameters)
    let before = smaller.actor.parameters.array
    let report = try smaller.improveOnce()
    #expect(abs(try #require(report["value"]) + 50) < 0.1)
    #expect(smaller.actor.gradients.array.allSatisfy { $0 == 0 } && smaller.actor.parameters.array == before)

    let larger = try agent()
    larger.critics.makeConstant(constant, 50, in: larger.critics.parameters)
    _ = try larger.improveOnce()
    #expect(larger.actor.gradients.array.contains { $0 != 0 })
  }

  @Test("Entropy counts in the target by the temperature, and not at all after a termination")
  func entropyInTargets() throws {
    func targets(_ temperature: Float) throws -> [Float] {
      let agent = try agent(temperature: .fixed(value: temperature))
      agent.batch.discounts.pointer[3] = 0
      agent.batch.discounts.pointer[6] = 0
      _ = try agent.improveOnce()
      return agent.targets.array
    }
    let (without, with, twice) = (try targets(0), try targets(10), try targets(20))
    for row in 0..<7 {
      if row == 3 || row == 6 {
        #expect(without[row] == Float(row) && with[row] == Float(row))
      } else {
        #expect(abs(with[row] - without[row]) > 0.1)
        #expect(abs((twice[row] - without[row]) - 2 * (with[row] - without[row])) < 1e-3)
      }
    }
  }

  @Test("The temperature falls where the policy is more random than wanted, and rises where it is less")
  func temperatureDirection() throws {
    for (target, rises) in [(Float(-50), false), (50, true)] {
      let agent = try agent(temperature: .learned(start: 0.5, targetEntropy: target))
      #expect(abs(agent.weight.value - 0.5) < 1e-6)
      _ = try agent.improveOnce()
      #expect((agent.weight.value > 0.5) == rises)
    }
  }

  @Test("A fixed temperature stays, and the target entropy of a learned one is minus the dimensions")
  func temperatures() throws {
    let fixed = try agent(temperature: .fixed(value: 0.2))
    for _ in 0..<3 { _ = try fixed.improveOnce() }
    #expect(fixed.weight.value == 0.2 && fixed.weight.learner == nil)
    #expect(try agent(temperature: .learned(start: 1, targetEntropy: nil)).weight.targetEntropy == -2)
    #expect(try agent(temperature: .learned(start: 1, targetEntropy: -0.5)).weight.targetEntropy == -0.5)
  }

  @Test("The temperature is still learnt after a checkpoint was restored, with the moments it had")
  func temperatureAfterRestore() throws {
    let temperature = SACConfiguration.Temperature.learned(start: 0.5, targetEntropy: nil)
    let original = try agent(temperature: temperature)
    // A memory to archive.
    try learn(original, in: ReplayedTask.environments(1), steps: 110)
    let copy = try agent(temperature: .learned(start: 3, targetEntropy: nil), seed: 9)
    try copy.restore(.training, from: original.archive(.training))
    let restored = copy.weight.value
    #expect(restored == original.weight.value && restored != 0.5)
    for agent in [original, copy] {
      agent.fillBatch()
      agent.noise.current.fill(0.5)
      agent.noise.next.fill(-0.5)
      _ = try agent.improveOnce()
    }
    #expect(copy.weight.value == original.weight.value && copy.weight.value != restored)
    #expect(copy.weight.learner?.optimizer.stepCount == 11)
  }

  @Test("The targets of the critics move with every interval of gradient steps, and only then")
  func targetInterval() throws {
    let agent = try agent(targetInterval: 3)
    var moved: [Int] = []
    for step in 1...7 {
      let before = agent.critics.targets.array
      _ = try agent.improveOnce()
      if agent.critics.targets.array != before { moved.append(step) }
    }
    #expect(moved == [3, 6])
  }

  @Test("Every figure of a report is a mean over the gradient steps that it tells of")
  func report() throws {
    var sums = SACFigures()
    for value in [1.0, 3.0] {
      var figures = SACFigures()
      (figures.criticLoss, figures.policyLoss, figures.logProbability) = (value, 2 * value, 3 * value)
      (figures.value, figures.temperature) = (4 * value, 5 * value)
      sums += figures
    }
    let report = sums.report(steps: 2, learningRate: 0.5)
    #expect(report["criticLoss"] == 2 && report["policyLoss"] == 4 && report["entropy"] == -6)
    #expect(report["value"] == 8 && report["temperature"] == 10)
    #expect(report["learningRate"] == 0.5 && report["gradientSteps"] == 2)
  }
}
