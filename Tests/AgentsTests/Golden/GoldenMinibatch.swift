import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

/// An agent with the weights of a fixture and its batch gathered into the minibatch.
struct GoldenMinibatch<ActionType: PolicyAction> {
  let fixture: PPOFixture
  let expected: PPOFixture.Update
  let agent: PPO<ActionType>

  init(_ name: String, over space: ActionType.Domain, clipsValues: Bool) throws {
    fixture = try PPOFixture.load(name)
    expected = clipsValues ? fixture.withValueClipping : fixture.withoutValueClipping
    let settings = fixture.hyperparameters
    let batch = fixture.batch
    agent = try PPO<ActionType>(
      PPOConfiguration(
        learningRate: .constant(settings.learningRate), rolloutSteps: batch.actions.count,
        batchSize: batch.actions.count, valueClipRange: clipsValues ? settings.valueClipRange : nil,
        entropyCoefficient: settings.entropyCoefficient, valueCoefficient: settings.valueCoefficient,
        maximumGradientNorm: settings.maximumGradientNorm, adamEpsilon: settings.adamEpsilon),
      network: MLPBlueprint(hidden: fixture.hidden),
      observationSpace: ObservationSpace(width: fixture.observationWidth), actionSpace: space,
      masksActions: batch.masks != nil, random: RandomStream(seed: 1))
    let weights = try PPOFixture.block(fixture.parameters, in: agent.layout)
    _ = agent.parameters.values.update(fromContentsOf: weights)

    for row in batch.actions.indices {
      agent.rollout.keepDecision(
        observations: batch.observations[row], masks: batch.masks?[row] ?? [], actions: batch.actions[row],
        logProbabilities: [batch.oldLogProbabilities[row]])
      agent.rollout.keepOutcome(rewards: [0], ends: [nil], finals: [], next: batch.observations[row])
    }
    agent.minibatch.gather(
      batch.actions.indices.map(\.self)[...], of: agent.rollout, advantages: batch.advantages,
      returns: batch.returns, values: batch.oldValues, normalizesAdvantages: true)
  }

  /// Every figure of the fixture.
  func compare() throws {
    try compareRows()
    try compareUpdate()
  }

  /// The figures of each row, and the gradients of the networks' outputs.
  private func compareRows() throws {
    let gradients = AlignedBuffer<Float>(count: agent.layout.count)
    let tape = Tape(parameters: agent.parameters, gradients: gradients)
    let rows = 0..<agent.minibatch.count
    let input = tape.constant(
      borrowing: agent.minibatch.observations.pointer, rows: rows.count, columns: fixture.observationWidth)
    let outputs = agent.network.policy(input, on: tape)
    let values = agent.network.value(input, on: tape)
    let (logProbability, entropy) = agent.distribution.evaluate(
      agent.minibatch.actions.pointer, under: outputs, mask: agent.minibatch.mask(of: rows, on: tape), on: tape)
    try expectClose(tape.values(of: outputs), fixture.rows.policyOutputs.flatMap(\.self), "outputs")
    try expectClose(tape.values(of: values), fixture.rows.values, "values")
    try expectClose(tape.values(of: logProbability), fixture.rows.logProbabilities, "log-probabilities")
    try expectClose(tape.values(of: entropy), fixture.rows.entropies, "entropies")
    try expectClose(
      (0..<rows.count).map { agent.minibatch.advantages.pointer[$0] }, fixture.rows.normalizedAdvantages, "advantages")

    var losses = PPOLosses()
    let policy = agent.policyLoss(
      outputs, rows: rows, clipRange: fixture.hyperparameters.clipRange, on: tape, into: &losses)
    tape.backward(from: tape.add(policy, agent.valueLoss(values, rows: rows, on: tape, into: &losses)))
    let outputGradients = tape.gradients(of: outputs)
    try expectClose(outputGradients, expected.policyOutputGradients.flatMap(\.self), "output gradients")
    try expectClose(tape.gradients(of: values), expected.valueGradients, "value gradients")
    if let masks = fixture.batch.masks {
      for (flag, gradient) in zip(masks.joined(), outputGradients) where !flag {
        #expect(gradient.bitPattern == 0, "a masked logit has a gradient of exactly +0")
      }
    }
  }

  /// Losses, gradients and one step of Adam, as training computes them.
  private func compareUpdate() throws {
    var random = RandomStream(seed: 1)
    let losses = agent.gradients(clipRange: fixture.hyperparameters.clipRange, using: &random)
    let settings = fixture.hyperparameters
    let total =
      losses.policy - Double(settings.entropyCoefficient) * losses.entropy
      + Double(settings.valueCoefficient) * losses.value
    for (name, found, wanted) in [
      ("policy loss", losses.policy, expected.policyLoss), ("value loss", losses.value, expected.valueLoss),
      ("entropy", losses.entropy, fixture.rows.meanEntropy), ("total loss", total, expected.totalLoss),
      ("divergence", losses.divergence, fixture.rows.approximateKL),
      ("clip fraction", losses.clipFraction, fixture.rows.clipFraction),
      (
        "gradient norm", agent.learner.gradients.sumOfSquares(in: 0..<agent.layout.count).squareRoot(),
        expected.gradientNorm
      ),
    ] {
      #expect(abs(found - wanted) <= 1e-5 * max(1, abs(wanted)), "\(name): \(found), expected \(wanted)")
    }
    let wanted = try PPOFixture.block(expected.gradients, in: agent.layout)
    for entry in agent.layout.entries {
      let range = entry.slice.offset..<entry.slice.offset + entry.slice.count
      try expectClose(Array(agent.learner.gradients.values[range]), Array(wanted[range]), "gradient of \(entry.name)")
    }

    var update = PPOUpdate(fraction: 0, configuration: agent.configuration)
    try update.step(
      agent.learner, limit: agent.configuration.maximumGradientNorm, at: TrainingProgress(totalSteps: 1))
    let after = try PPOFixture.block(expected.parametersAfterStep, in: agent.layout)
    for (index, value) in agent.parameters.values.enumerated() {
      // The step itself is at most 3e-4 long; where a gradient is as small as Adam's ε its rounding shows.
      #expect(abs(value - after[index]) <= 1e-6, "parameter \(index): \(value), expected \(after[index])")
    }
  }
}
