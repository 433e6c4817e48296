import Networks
import RLCore
import Randomness
import Tensors
import Testing
import Training

@testable import Agents

@Suite("What recurrent PPO remembers")
struct RecurrentMemoryTests {
  private let configuration = RecurrentPPOConfiguration(
    rolloutSteps: 10, batchSize: 20, epochs: 2, discount: 0.9, normalizesObservations: true,
    network: RecurrentScript.network())

  private func observations(_ rows: [[Float]], isStart: [Bool]) -> ObservationBatch {
    var batch = ObservationBatch(count: rows.count, width: 3, maskWidth: 0)
    batch.values = rows.flatMap(\.self)
    batch.isStart = isStart
    return batch
  }

  @Test("The start of an episode clears its row and no other", arguments: RecurrentCell.allCases)
  func starts(cell: RecurrentCell) throws {
    var settings = configuration
    settings.network = RecurrentScript.network(cell)
    let agent = try RecurrentScript.agent(settings, environments: RecurrentScript.environments())
    var random = RandomStream(seed: 1)
    let x: [Float] = [0.5, -1, 2]
    var used = agent.makeState(rows: 2)
    _ = try agent.act(on: observations([x, x], isStart: [true, true]), mode: .exploit, state: &used, using: &random)
    var cleared = used
    _ = try agent.act(
      on: observations([x, x], isStart: [true, false]), mode: .exploit, state: &cleared, using: &random)
    let width = used.width
    // The same observation from a fresh memory gives the same row as before; the other row has moved on.
    #expect(cleared.values[..<width] == used.values[..<width])
    #expect(cleared.values[width...] != used.values[width...])
  }

  @Test("Exploring starts anew with each episode: what is remembered after an end does not depend on what was before")
  func explorationStarts() throws {
    /// A value of the memory after each of six steps, the last three in a second episode.
    func remembered(first: Float) throws -> [Float] {
      let script = (0..<6).map { step in
        RecurrentScript.Script.Step(
          observation: [step < 3 ? first : 0.3, 1], end: step == 2 ? .terminated : nil, final: [0, 0])
      }
      let environment = RecurrentScript.Script(script, actionSpace: DiscreteAction.Domain(count: 2))
      let environments = try VectorEnvironment([environment], random: RandomStream(seed: 1))
      var settings = configuration
      (settings.rolloutSteps, settings.normalizesObservations) = (6, false)
      let agent = try RecurrentScript.agent(settings, environments: environments)
      var random = RandomStream(seed: 3)
      var batch = environments.reset()
      var states: [Float] = []
      while !agent.rollout.isFull {
        let actions = try agent.act(on: batch, mode: .explore, using: &random)
        agent.record(environments.step(actions, observing: &batch), next: batch)
        states.append(agent.policyState.values[0])
      }
      return states
    }
    let (one, other) = (try remembered(first: 1), try remembered(first: -1))
    #expect(zip(one[..<3], other[..<3]).allSatisfy { $0 != $1 })
    #expect(one[3...] == other[3...])
  }

  @Test("A memory that the caller keeps acts as the agent's own does")
  func explicitState() throws {
    let agent = try RecurrentScript.agent(configuration, environments: RecurrentScript.environments())
    var (first, second) = (RandomStream(seed: 1), RandomStream(seed: 1))
    var state = agent.makeState(rows: 1)
    for step in 0..<20 {
      let batch = observations([[Float(step % 5), 1, Float(step % 3)]], isStart: [step == 0 || step == 11])
      let own = try agent.act(on: batch, mode: .exploit, using: &first)
      #expect(try own == agent.act(on: batch, mode: .exploit, state: &state, using: &second))
    }
    #expect(agent.rollout.filled == 0, "nothing is recorded")
  }

  @Test("Evaluating in the middle of a rollout leaves training as it was, bit for bit")
  func evaluation() throws {
    func trained(evaluates: Bool) throws -> [UInt32] {
      let environments = try RecurrentScript.environments()
      let agent = try RecurrentScript.agent(configuration, environments: environments)
      var (random, learning) = (RandomStream(seed: 3), RandomStream(seed: 4))
      var observations = environments.reset()
      var progress = TrainingProgress(totalSteps: 1000)
      for step in 0..<40 {
        let actions = try agent.act(on: observations, mode: .explore, using: &random)
        agent.record(environments.step(actions, observing: &observations), next: observations)
        progress.advance(by: 3)
        if try agent.learn(progress: progress, using: &learning) != nil { progress.countUpdate() }
        guard evaluates && step % 7 == 3 else { continue }
        let judges = try RecurrentScript.environments(count: 3)
        _ = try evaluatePolicy(agent, in: judges, episodes: 4, random: RandomStream(seed: 9))
      }
      #expect(progress.updates == 4)
      return agent.parameterBits
    }
    #expect(try trained(evaluates: true) == trained(evaluates: false))
  }

  @Test("A truncated episode bootstraps from its final observation with what was remembered of it")
  func truncation() throws {
    var settings = configuration
    (settings.rolloutSteps, settings.normalizesObservations, settings.lambda) = (13, false, 0)
    let environments = try VectorEnvironment(
      [RecurrentScript.Script(RecurrentScript.steps, actionSpace: DiscreteAction.Domain(count: 4))],
      random: RandomStream(seed: 1))
    let agent = try RecurrentScript.agent(settings, environments: environments)
    for index in agent.parameters.values.indices { agent.parameters.values[index] *= 2 }
    var random = RandomStream(seed: 3)
    var observations = environments.reset()
    try agent.fillRollout(in: environments, from: &observations, using: &random)
    let estimate = agent.estimateAdvantages()
    let steps = RecurrentScript.steps
    // With λ = 0 a return is r + γ·v of what came next.
    let episode = steps[0...6].map(\.observation)
    let final = agent.valueStepByStep(episode + [steps[6].final])
    #expect(abs(estimate.returns[6] - (steps[6].reward + 0.9 * final)) < 1e-5)
    #expect(abs(final - agent.valueStepByStep([steps[6].final])) > 1e-3, "the episode matters")
    #expect(abs(estimate.returns[12] - steps[12].reward) < 1e-6, "a termination does not bootstrap")
    #expect(abs(estimate.values[9] - agent.valueStepByStep(steps[7...9].map(\.observation))) < 1e-5)
  }

  @Test("The value goes on from rollout to rollout where the episode does", arguments: [nil, 2])
  func valueAcrossRollouts(sequenceLength: Int?) throws {
    var settings = configuration
    (settings.rolloutSteps, settings.normalizesObservations) = (4, false)
    settings.sequenceLength = sequenceLength
    let environments = try VectorEnvironment(
      [RecurrentScript.Script(RecurrentScript.steps, actionSpace: DiscreteAction.Domain(count: 4))],
      random: RandomStream(seed: 1))
    let agent = try RecurrentScript.agent(settings, environments: environments)
    var random = RandomStream(seed: 3)
    var observations = environments.reset()
    try agent.fillRollout(in: environments, from: &observations, using: &random)
    let first = agent.estimateAdvantages()
    let steps = RecurrentScript.steps
    let next = agent.valueStepByStep(steps[0...4].map(\.observation))
    // Two steps before the end of the rollout nothing but the last value is bootstrapped from.
    let delta = steps[3].reward + 0.9 * next - first.values[3]
    #expect(abs(first.advantages[3] - delta) < 1e-5)
    agent.rollout.clear()
    try agent.fillRollout(in: environments, from: &observations, using: &random)
    let second = agent.estimateAdvantages()
    #expect(abs(second.values[0] - next) < 1e-5)
    #expect(abs(second.values[2] - agent.valueStepByStep(steps[0...6].map(\.observation))) < 1e-5)
    #expect(abs(second.values[3] - agent.valueStepByStep([steps[7].observation])) < 1e-5)
  }
}
