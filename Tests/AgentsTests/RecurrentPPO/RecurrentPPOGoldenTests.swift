import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

/// Log-probabilities, entropies, values, losses, all gradients, and the parameters after a step: 1e-5 of the scale of
/// each tensor, 1e-6 for parameters after the step.
@Suite("Recurrent PPO against sb3-contrib")
struct RecurrentPPOGoldenTests {
  @Test("a discrete minibatch of one layer agrees in every figure, at one thread and at two", arguments: [1, 2])
  func discrete(threads: Int) throws {
    try compare("recurrent_ppo_discrete", over: DiscreteAction.Domain(count: 3), threads: threads)
  }

  @Test("a Gaussian minibatch of two layers agrees in every figure")
  func gaussian() throws {
    try compare("recurrent_ppo_gaussian", over: ContinuousAction.Domain(low: [-1, -1], high: [1, 1]), threads: 1)
  }

  @Test("a minibatch with state-dependent noise agrees in every figure")
  func stateDependentNoise() throws {
    try compare(
      "recurrent_ppo_gsde", over: ContinuousAction.Domain(low: [-1, -1], high: [1, 1]), threads: 1,
      noise: StateDependentNoiseConfiguration())
  }

  private func compare<Domain: ActionSpace>(
    _ name: String, over space: Domain, threads: Int, noise: StateDependentNoiseConfiguration? = nil
  ) throws where Domain.ActionType: PolicyAction, Domain.ActionType.Domain == Domain {
    let fixture = try RecurrentPPOFixture.load(name)
    let agent: RecurrentPPO<Domain.ActionType> = try agent(fixture, over: space, threads: threads, noise: noise)
    try compareRows(fixture, agent)
    let losses = agent.gradients(clipRange: fixture.hyperparameters.clipRange)
    let norm = agent.learner.gradients.sumOfSquares(in: 0..<agent.layout.count).squareRoot()
    for (name, found, wanted) in [
      ("policy loss", losses.policy, fixture.policyLoss), ("value loss", losses.value, fixture.valueLoss),
      ("entropy", losses.entropy, fixture.meanEntropy), ("divergence", losses.divergence, fixture.approximateKL),
      ("gradient norm", norm, fixture.gradientNorm),
    ] {
      #expect(abs(found - wanted) <= 1e-5 * max(1, abs(wanted)), "\(name): \(found), expected \(wanted)")
    }
    let wanted = try block(fixture.gradients, agent.layout)
    for entry in agent.layout.entries {
      let range = entry.slice.offset..<entry.slice.offset + entry.slice.count
      try expectClose(Array(agent.learner.gradients.values[range]), Array(wanted[range]), "gradient of \(entry.name)")
    }
    var update = PPOUpdate(fraction: 0, configuration: agent.configuration.withoutMemory)
    try update.step(
      agent.learner, limit: fixture.hyperparameters.maximumGradientNorm, at: TrainingProgress(totalSteps: 1))
    let after = try block(fixture.parametersAfterStep, agent.layout)
    for (index, value) in agent.parameters.values.enumerated() {
      // The step itself is at most 3e-4 long; where a gradient is as small as Adam's ε its rounding shows.
      #expect(abs(value - after[index]) <= 2e-6, "parameter \(index): \(value), expected \(after[index])")
    }
  }

  /// An agent with the weights of a fixture, its rollout recorded and laid out as one minibatch.
  private func agent<A: PolicyAction>(
    _ fixture: RecurrentPPOFixture, over space: A.Domain, threads: Int, noise: StateDependentNoiseConfiguration?
  ) throws -> RecurrentPPO<A> {
    let (settings, batch) = (fixture.hyperparameters, fixture.batch)
    let steps = batch.starts.count
    let sequences = batch.starts[0].count
    let agent = try RecurrentPPO<A>(
      RecurrentPPOConfiguration(
        learningRate: .constant(settings.learningRate), rolloutSteps: steps, batchSize: steps * sequences,
        entropyCoefficient: settings.entropyCoefficient, valueCoefficient: settings.valueCoefficient,
        maximumGradientNorm: settings.maximumGradientNorm, adamEpsilon: settings.adamEpsilon,
        stateDependentNoise: noise, threads: threads,
        network: RecurrentBlueprint(
          width: fixture.memory, layers: fixture.layers, policy: fixture.hidden, value: fixture.hidden)),
      in: AgentContext(
        observationSpace: ObservationSpace(width: fixture.observationWidth), actionSpace: space,
        environments: sequences, random: RandomStream(seed: 1)))
    agent.parameters.take(try block(fixture.parameters, agent.layout))
    var (policy, value) = (agent.policyState, agent.valueState)
    policy.values = (0..<sequences).flatMap { RecurrentPPOFixture.packed(batch.policyState, sequence: $0) }
    value.values = (0..<sequences).flatMap { RecurrentPPOFixture.packed(batch.valueState, sequence: $0) }
    agent.memory.keepValue(state: value, at: 0)
    for step in 0..<steps {
      // Only what is remembered at the first step is learnt from.
      agent.memory.keepDecision(starts: batch.starts[step], state: policy, at: step)
      agent.rollout.keepDecision(
        observations: batch.observations[step].flatMap(\.self), masks: [],
        actions: batch.actions[step].flatMap(\.self), logProbabilities: batch.oldLogProbabilities[step])
      agent.rollout.keepOutcome(
        rewards: [Float](repeating: 0, count: sequences), ends: [EpisodeEnd?](repeating: nil, count: sequences),
        finals: [], next: [])
    }
    agent.gather(
      agent.memory.pieces[...],
      with: AdvantageEstimate(
        advantages: batch.advantages.flatMap(\.self), returns: batch.returns.flatMap(\.self),
        values: batch.oldValues.flatMap(\.self)))
    return agent
  }

  private func compareRows<A: PolicyAction>(_ fixture: RecurrentPPOFixture, _ agent: RecurrentPPO<A>) throws {
    let tape = Tape(parameters: agent.parameters)
    let memory = agent.remember(.policy, on: tape)
    let (logs, entropies) = agent.objective.distribution.evaluate(
      agent.minibatch.actions.pointer, under: agent.network.policy(memory, on: tape), mask: nil, on: tape)
    let values = agent.network.value(
      agent.remember(.value, on: tape), on: tape)
    try expectClose(tape.values(of: logs), fixture.rows.logProbabilities.flatMap(\.self), "log-probabilities")
    try expectClose(tape.values(of: entropies), fixture.rows.entropies.flatMap(\.self), "entropies")
    try expectClose(tape.values(of: values), fixture.rows.values.flatMap(\.self), "values")
  }

  private func block(_ tensors: [PPOFixture.Tensor], _ layout: ParameterLayout) throws -> [Float] {
    try PPOFixture.block(tensors, in: layout, named: RecurrentPPOFixture.libraryName)
  }

  /// Agreement to 2e-5 of the largest magnitude of the tensor: instruction sets add in different orders, and AVX2 was seen
  /// to differ by 1.04e-5.
  private func expectClose(_ found: [Float], _ wanted: [Float], _ name: String) throws {
    try #require(found.count == wanted.count, "\(name)")
    let scale = wanted.map(abs).max() ?? 1
    for (index, pair) in zip(found, wanted).enumerated() {
      #expect(abs(pair.0 - pair.1) <= 2e-5 * scale, "\(name)[\(index)]: \(pair.0), expected \(pair.1)")
    }
  }
}
