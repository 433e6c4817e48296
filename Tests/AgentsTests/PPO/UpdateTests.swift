import Networks
import RLCore
import RLTesting
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("A PPO update")
struct UpdateTests {
  private func environments(count: Int = 1) throws -> VectorEnvironment<IdentityEnvironment> {
    try VectorEnvironment((0..<count).map { _ in IdentityEnvironment(choices: 3) }, random: RandomStream(seed: 1))
  }

  @Test("A shared network split by rows has the losses and gradient of the whole minibatch")
  func splitRows() throws {
    let environments = try VectorEnvironment(
      [IdentityEnvironment(choices: 4, masksActions: true)], random: RandomStream(seed: 1))
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 7, batchSize: 7, valueClipRange: 0.1, entropyCoefficient: 0.1),
      network: MLPBlueprint(shared: [8], policy: [8], value: [8]), for: environments)
    try agent.fillRollout(in: environments)
    agent.minibatch.gather(
      [3, 0, 6, 1, 5, 2, 4], of: agent.rollout, advantages: [3, -1, 2, 0, 1, -2, 5], returns: [1, 2, 3, 4, 5, 6, 7],
      values: [0, 1, 0, 1, 0, 1, 0], normalizesAdvantages: true)
    let gradients = AlignedBuffer<Float>(count: agent.layout.count)
    let tape = Tape(parameters: agent.parameters, gradients: gradients)
    var whole = PPOLosses()
    let heads = agent.network.policyAndValue(
      tape.constant(borrowing: agent.minibatch.observations.pointer, rows: 7, columns: 4), on: tape)
    let policy = agent.policyLoss(heads.policy, rows: 0..<7, clipRange: 0.2, on: tape, into: &whole)
    tape.backward(from: tape.add(policy, agent.valueLoss(heads.value, rows: 0..<7, on: tape, into: &whole)))

    var random = RandomStream(seed: 1)
    let split = agent.gradients(clipRange: 0.2, using: &random)
    #expect(agent.learner.lanes.split == .rows)
    #expect(abs(split.policy - whole.policy) < 1e-6 && abs(split.value - whole.value) < 1e-5)
    #expect(abs(split.entropy - whole.entropy) < 1e-6 && abs(split.divergence - whole.divergence) < 1e-6)
    #expect(whole.value > 1 && whole.entropy > 0.1)
    for (found, wanted) in zip(agent.learner.gradients.values, gradients.values) { #expect(abs(found - wanted) < 1e-6) }
  }

  @Test("The learning rate is annealed over the run and reaches the optimiser")
  func annealing() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(
        learningRate: .linear(from: 1e-3, to: 0), rolloutSteps: 8, epochs: 1, clipRange: .linear(from: 0.2, to: 0.1)),
      for: environments)
    var random = RandomStream(seed: 1)
    var progress = TrainingProgress(totalSteps: 32)
    var rates: [Double] = []
    for update in 1...4 {
      try agent.fillRollout(in: environments)
      progress.advance(by: 8)
      let before = agent.parameterBits
      let report = try #require(try agent.learn(progress: progress, using: &random))
      rates.append(try #require(report["learningRate"]))
      let clipRange = try #require(report["clipRange"])
      #expect(abs(clipRange - (0.2 - 0.025 * Double(update))) < 1e-7)
      #expect((agent.parameterBits == before) == (update == 4), "a rate of 0 moves nothing")
    }
    for (rate, wanted) in zip(rates, [7.5e-4, 5e-4, 2.5e-4, 0]) { #expect(abs(rate - wanted) < 1e-9) }
  }

  @Test("Advantages are normalised for each minibatch by itself")
  func normalizedPerMinibatch() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 6, batchSize: 3), for: environments)
    try agent.fillRollout(in: environments)
    let advantages: [Float] = [1, 2, 3, 100, 200, 600]
    for (rows, wanted) in [([0, 1, 2], [-1, 0, 1]), ([3, 4, 5], [-0.7559289, -0.3779645, 1.1338934])] {
      gather(rows, advantages, into: agent)
      for (row, value) in wanted.enumerated() {
        #expect(abs(agent.minibatch.advantages.pointer[row] - Float(value)) < 1e-5)
      }
    }
  }

  @Test("A minibatch of one row, or of equal advantages, is not divided by nothing")
  func degenerateMinibatches() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 5, batchSize: 1, epochs: 2), for: environments)
    try agent.fillRollout(in: environments)
    gather([2], [0, 0, 7, 0, 0], into: agent)
    #expect(agent.minibatch.advantages.pointer[0] == 7)
    var random = RandomStream(seed: 1)
    let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 5), using: &random))
    #expect(report["gradientSteps"] == 10)
    #expect(report.metrics.allSatisfy { $0.value.isFinite } && agent.parameters.values.allSatisfy { $0.isFinite })

    let pair = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 2, batchSize: 2), for: environments)
    try pair.fillRollout(in: environments)
    gather([0, 1], [4, 4], into: pair)
    #expect((0..<2).allSatisfy { pair.minibatch.advantages.pointer[$0] == 0 })
  }

  private func gather(_ rows: [Int], _ advantages: [Float], into agent: PPO<DiscreteAction>) {
    let zeros = [Float](repeating: 0, count: advantages.count)
    agent.minibatch.gather(
      rows[...], of: agent.rollout, advantages: advantages, returns: zeros, values: zeros, normalizesAdvantages: true)
  }

  @Test("A rollout that the batch size does not divide ends with a smaller minibatch, which is used")
  func lastMinibatch() throws {
    let environments = try environments(count: 2)
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 5, batchSize: 4, epochs: 3), for: environments)
    try agent.fillRollout(in: environments)
    var random = RandomStream(seed: 1)
    let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 10), using: &random))
    #expect(report["gradientSteps"] == 9, "4 + 4 + 2 rows, three times")
    #expect(agent.minibatch.count == 2)
    #expect(agent.optimizer.step == 9)
  }

  @Test("The gradient norm is limited over policy and value together")
  func jointNorm() throws {
    let environments = try environments()
    var configuration = PPOConfiguration(rolloutSteps: 8, batchSize: 8, epochs: 1, valueCoefficient: 50)
    configuration.maximumGradientNorm = 0.25
    let agent = try PPO<DiscreteAction>(configuration, for: environments)
    try agent.fillRollout(in: environments)
    var random = RandomStream(seed: 1)
    let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 8), using: &random))
    let norm = try #require(report["gradientNorm"])
    #expect(norm > 1, "before clipping")
    // The first moment is a tenth of the first clipped gradient.
    let squares = agent.optimizer.firstMoment.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(squares.squareRoot() - 0.025) < 1e-6)
  }

  @Test("Value clipping is off unless asked for")
  func valueClipping() {
    #expect(PPOConfiguration().valueClipRange == nil)
    #expect(PPOConfiguration.cartPole.valueClipRange == nil)
  }

  @Test("A stop for divergence takes no step with the offending minibatch and counts the epoch it was in")
  func earlyStop() throws {
    func report(batchSize: Int, target: Double?) throws -> UpdateReport {
      let environments = try environments()
      let agent = try PPO<DiscreteAction>(
        PPOConfiguration(
          learningRate: 0.1, rolloutSteps: 16, batchSize: batchSize, epochs: 5, targetDivergence: target),
        for: environments)
      try agent.fillRollout(in: environments)
      var random = RandomStream(seed: 1)
      let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 16), using: &random))
      #expect(Double(agent.optimizer.step) == report["gradientSteps"])
      #expect(agent.rollout.filled == 0, "the rollout has been learnt from")
      return report
    }
    let whole = try report(batchSize: 16, target: 1e-4)
    #expect(whole["gradientSteps"] == 1 && whole["epochs"] == 2)
    let halves = try report(batchSize: 8, target: 1e-4)
    #expect(halves["gradientSteps"] == 1 && halves["epochs"] == 1)
    let unlimited = try report(batchSize: 8, target: nil)
    #expect(unlimited["gradientSteps"] == 10 && unlimited["epochs"] == 5)
    let wide = try report(batchSize: 8, target: 1e9)
    #expect(wide["gradientSteps"] == 10)
  }

  @Test("The explained variance is that of the returns by the values, in this order")
  func explainedVarianceOrder() throws {
    let environments = try environments()
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 16, batchSize: 16, epochs: 1), for: environments)
    try agent.fillRollout(in: environments)
    var random = RandomStream(seed: 1)
    let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 16), using: &random))
    let rows = 0..<16
    let values = rows.map { agent.minibatch.values.pointer[$0] }
    let returns = rows.map { agent.minibatch.returns.pointer[$0] }
    let wanted = try #require(explainedVariance(predictions: values, targets: returns))
    let reported = try #require(report["explainedVariance"])
    #expect(abs(reported - wanted) < 1e-6)
    #expect(explainedVariance(predictions: returns, targets: values) != wanted)
  }

  @Test("On the first pass every ratio is 1, whatever the kind of action and even beyond its bounds")
  func firstRatios() throws {
    let configuration = PPOConfiguration(rolloutSteps: 32, batchSize: 32, epochs: 1)
    func check<A: PolicyAction, E: Environment>(_ environment: E, _: A.Type) throws where E.ActionType == A {
      let environments = try VectorEnvironment([environment], random: RandomStream(seed: 1))
      let agent = try PPO<A>(configuration, for: environments)
      try agent.fillRollout(in: environments)
      var random = RandomStream(seed: 1)
      let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 32), using: &random))
      let divergence = try #require(report["divergence"])
      #expect(divergence < 1e-6 && report["clipFraction"] == 0)
    }
    try check(IdentityEnvironment(choices: 5), DiscreteAction.self)
    try check(IdentityEnvironment(choices: 5, masksActions: true), DiscreteAction.self)
    try check(MultiIdentityEnvironment(counts: [3, 2]), MultiDiscreteAction.self)
    let narrow = ContinuousAction.Domain(low: [-0.1, -0.1], high: [0.1, 0.1])
    try check(
      ScriptedEnvironment<ContinuousAction>([.init(observation: [1])], actionSpace: narrow), ContinuousAction.self)
  }
}
