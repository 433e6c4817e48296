import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Sequences of recurrent PPO")
struct RecurrentSequenceTests {
  private func configuration(
    rolloutSteps: Int = 10, batchSize: Int = 1000, sequenceLength: Int? = nil, epochs: Int = 1,
    network: RecurrentBlueprint = RecurrentScript.network()
  ) -> RecurrentPPOConfiguration {
    RecurrentPPOConfiguration(
      rolloutSteps: rolloutSteps, batchSize: batchSize, sequenceLength: sequenceLength, epochs: epochs,
      normalizesAdvantages: false, network: network)
  }

  /// An agent with a full rollout and what its value makes of it.
  private func rolledOut(
    _ configuration: RecurrentPPOConfiguration
  ) throws -> (agent: RecurrentPPO<DiscreteAction>, estimate: AdvantageEstimate) {
    let environments = try RecurrentScript.environments()
    let agent = try RecurrentScript.agent(configuration, environments: environments)
    var random = RandomStream(seed: 3)
    var observations = environments.reset()
    try agent.fillRollout(in: environments, from: &observations, using: &random)
    return (agent, agent.estimateAdvantages())
  }

  @Test(
    "On the first pass every ratio is 1: across rollouts, episodes that start within, cuts and masks",
    arguments: [nil, 4, 1], [false, true])
  func firstRatios(sequenceLength: Int?, sharesMemory: Bool) throws {
    let network = RecurrentScript.network(.gru, sharesMemory: sharesMemory)
    var settings = configuration(sequenceLength: sequenceLength, network: network)
    // Small enough to leave the second rollout's policy that of the first.
    settings.learningRate = 1e-12
    let environments = try RecurrentScript.environments()
    let agent = try RecurrentScript.agent(settings, environments: environments)
    for index in agent.parameters.values.indices { agent.parameters.values[index] *= 2 }
    let reports = try learn(agent, in: environments, steps: 4 * 30)
    #expect(reports.count == 4)
    for report in reports {
      #expect(abs(try #require(report["divergence"])) < 1e-7)
      #expect(report["clipFraction"] == 0)
    }
  }

  @Test("A minibatch takes whole sequences, as many as fit and at least one")
  func minibatches() throws {
    for (batchSize, sequenceLength, steps) in [(20, nil, 2), (25, nil, 2), (1, nil, 3), (8, 4, 5), (30, nil, 1)] {
      let environments = try RecurrentScript.environments()
      let settings = configuration(batchSize: batchSize, sequenceLength: sequenceLength)
      let agent = try RecurrentScript.agent(settings, environments: environments)
      let report = try #require(try learn(agent, in: environments, steps: 30).first)
      #expect(report["gradientSteps"] == Double(steps), "batches of \(batchSize) rows, cut at \(sequenceLength ?? 10)")
    }
  }

  @Test("Pieces cover every row of the rollout once, with what was remembered where they begin")
  func pieces() throws {
    let (agent, estimate) = try rolledOut(configuration(sequenceLength: 4))
    agent.gather(agent.memory.pieces[...], with: estimate)
    #expect(agent.memory.pieces.map(\.length) == [4, 4, 4, 4, 4, 4, 2, 2, 2])
    #expect(agent.sequences.rolloutRows.sorted() == Array(0..<30))
    #expect(agent.sequences.isPadded)
    let rewritten = agent.sequences.positions.map { Int($0) }
    for (row, position) in zip(agent.sequences.rolloutRows, rewritten) {
      let stored = agent.rollout.plainObservations[row * 3..<row * 3 + 3]
      #expect(Array(stored) == (0..<3).map { agent.sequences.observations.pointer[position * 3 + $0] })
      #expect(agent.sequences.starts[position] == agent.memory.starts[row])
    }
  }

  @Test("Padding changes neither losses nor gradients, whatever it holds")
  func padding() throws {
    let (agent, estimate) = try rolledOut(configuration(sequenceLength: 4))
    let chosen = [agent.memory.pieces[1], agent.memory.pieces[8], agent.memory.pieces[3]]
    agent.gather(chosen[...], with: estimate)
    let losses = agent.gradients(clipRange: 0.2)
    let gradients = agent.learner.gradients.array
    #expect(losses.value > 0 && gradients.contains { $0 != 0 })
    for position in 0..<12 where !agent.sequences.positions.contains(Int32(position)) {
      for column in 0..<3 { agent.sequences.observations.pointer[position * 3 + column] = 1e3 }
    }
    let again = agent.gradients(clipRange: 0.2)
    #expect(agent.learner.gradients.array == gradients)
    #expect((again.policy, again.value, again.entropy) == (losses.policy, losses.value, losses.entropy))
  }

  @Test("A padded minibatch has the mean over all rows of its sequences by themselves")
  func weightedMean() throws {
    let (agent, estimate) = try rolledOut(configuration(sequenceLength: 4))
    let (long, short) = (agent.memory.pieces[1], agent.memory.pieces[8])
    func result(_ pieces: [SequencePiece]) -> (losses: PPOLosses, gradients: [Float]) {
      agent.gather(pieces[...], with: estimate)
      return (agent.gradients(clipRange: 0.2), agent.learner.gradients.array)
    }
    let (both, first, second) = (result([long, short]), result([long]), result([short]))
    #expect(abs(both.losses.value - (4 * first.losses.value + 2 * second.losses.value) / 6) < 1e-6)
    #expect(abs(both.losses.entropy - (4 * first.losses.entropy + 2 * second.losses.entropy) / 6) < 1e-6)
    for (index, gradient) in both.gradients.enumerated() {
      #expect(abs(gradient - (4 * first.gradients[index] + 2 * second.gradients[index]) / 6) < 1e-5)
    }
  }

  @Test("Gradients reach from the last step back to the first, and not beyond the start of an episode")
  func backpropagationThroughTime() throws {
    /// The largest gradient of the weights on an input that is seen in the first step alone, from a loss at the last.
    func reach(startsAt start: Int?) throws -> Float {
      let script = (0..<6).map { step in
        RecurrentScript.Script.Step(
          observation: [step == 0 ? 1 : 0, 1], end: step + 1 == start ? .terminated : nil, final: [0, 0])
      }
      let environment = RecurrentScript.Script(script, actionSpace: DiscreteAction.Domain(count: 2))
      let environments = try VectorEnvironment([environment], random: RandomStream(seed: 1))
      let agent = try RecurrentScript.agent(configuration(rolloutSteps: 6), environments: environments)
      var random = RandomStream(seed: 3)
      var observations = environments.reset()
      try agent.fillRollout(in: environments, from: &observations, using: &random)
      let values = [Float](repeating: 0, count: 6)
      agent.gather(
        agent.memory.pieces[...],
        with: AdvantageEstimate(advantages: [0, 0, 0, 0, 0, 1], returns: values, values: values))
      _ = agent.gradients(clipRange: 0.2)
      let entry = try #require(agent.layout.entries.first { $0.name == "policy.memory.0.input.weight" })
      let row = entry.slice.offset..<entry.slice.offset + entry.slice.columns
      return row.map { abs(agent.learner.gradients.pointer[$0]) }.max() ?? 0
    }
    #expect(try reach(startsAt: nil) > 1e-6)
    #expect(try reach(startsAt: 3) == 0)
  }
}
