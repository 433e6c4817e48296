import Networks
import RLCore
import RLTesting
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Masks")
struct MaskTests {
  @Test("With 10 000 actions of which one is valid training stays finite: entropy 0, ratio 1, policy unmoved")
  func oneOfTenThousand() throws {
    let count = 10_000
    let script = (0..<4).map { step in
      ScriptedEnvironment<DiscreteAction>.Step(
        observation: [Float(step), 1], reward: Float(step), end: step == 3 ? .terminated : nil, final: [9, 9],
        mask: (0..<count).map { $0 == 2500 * step })
    }
    let environments = try VectorEnvironment(
      [ScriptedEnvironment(script, actionSpace: DiscreteAction.Domain(count: count))], random: RandomStream(seed: 1))
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 8, batchSize: 4, epochs: 2, entropyCoefficient: 0.1),
      network: MLPBlueprint(hidden: [4]), for: environments)
    let policy = agent.layout.entries.filter { $0.name.hasPrefix("policy.") }
    let before = policy.map { values(of: $0, in: agent) }
    let reports = try learn(agent, in: environments, steps: 24)
    #expect(reports.count == 3)
    for report in reports {
      #expect(report.metrics.allSatisfy { $0.value.isFinite })
      #expect(report["entropy"] == 0 && report["divergence"] == 0 && report["clipFraction"] == 0)
    }
    #expect(environments.environments[0].actions.map(\.index) == (0..<24).map { 2500 * ($0 % 4) })
    #expect(agent.parameters.values.allSatisfy { $0.isFinite })
    #expect(policy.map { values(of: $0, in: agent) } == before, "there was nothing to learn for the policy")
  }

  private func values(of entry: ParameterLayout.Entry, in agent: PPO<DiscreteAction>) -> [Float] {
    Array(agent.parameters.values[entry.slice.offset..<entry.slice.offset + entry.slice.count])
  }

  #if DEBUG
    private static let draws = 20_000
  #else
    private static let draws = 10_000_000
  #endif

  @Test("A masked action is never drawn, whatever the logits")
  func neverDrawn() {
    let (rows, columns) = (1000, 20)
    var random = RandomStream(seed: 9)
    let distribution = distribution(of: columns)
    let tape = Tape(parameters: AlignedBuffer<Float>(count: 0))
    var actions = [Float](repeating: -1, count: rows)
    var logs = actions
    var (invalid, drawn) = (0, 0)
    while drawn < Self.draws {
      tape.reset()
      // From nearly equal to hopeless: masked logits far above and far below the valid ones.
      let spread = Float([0.01, 1, 30, 1e4][drawn / rows % 4])
      let outputs = tape.constant(rows: rows, columns: columns) { values in
        for index in values.indices { values[index] = spread * (2 * random.uniform() - 1) }
      }
      let flags = (0..<rows).flatMap { _ -> [Bool] in
        let sure = random.index(below: columns)
        return (0..<columns).map { column in column == sure || random.next() & 1 == 0 }
      }
      let mask = flags.withUnsafeBufferPointer { tape.makeMask($0) }
      choose(distribution, outputs, mask: mask, on: tape, &actions, &logs, using: &random)
      for row in 0..<rows where !flags[row * columns + Int(actions[row])] || !logs[row].isFinite { invalid += 1 }
      drawn += rows
    }
    #expect(invalid == 0)
  }

  @Test("Draws follow the renormalised probabilities of the valid choices")
  func frequencies() {
    // Valid logits 0 and ln 3: probabilities ¼ and ¾; the masked one has the largest logit.
    let distribution = distribution(of: 3)
    let tape = Tape(parameters: AlignedBuffer<Float>(count: 0))
    let rows = 20_000
    let outputs = tape.constant(rows: rows, columns: 3) { values in
      for index in values.indices { values[index] = [0, 50, 1.0986123][index % 3] }
    }
    let mask = (0..<3 * rows).map { $0 % 3 != 1 }.withUnsafeBufferPointer { tape.makeMask($0) }
    var actions = [Float](repeating: -1, count: rows)
    var logs = actions
    var random = RandomStream(seed: 5)
    choose(distribution, outputs, mask: mask, on: tape, &actions, &logs, using: &random)
    let share = Double(actions.count { $0 == 0 }) / Double(rows)
    // Four standard deviations of √(¼·¾/20 000).
    #expect(abs(share - 0.25) < 0.0123)
    #expect(zip(actions, logs).allSatisfy { abs($1 - ($0 == 0 ? -1.3862944 : -0.2876821)) < 1e-5 })
  }

  @Test("Entropy counts valid choices only, with 0·ln 0 = 0, and masked logits get gradients of exactly 0")
  func entropyAndGradients() {
    var layout = ParameterLayout()
    let slice = layout.reserve("logits", rows: 3, columns: 4, initializer: .constant(0))
    let (parameters, gradients) = (AlignedBuffer<Float>(count: 12), AlignedBuffer<Float>(count: 12))
    // Two equal valid choices; one valid; all valid, but one of them without any probability left.
    let logits: [Float] = [1, 9, 1, -9, 3, 2, 1, 0, 0, 0, 0, -200]
    let flags = [true, false, true, false, false, false, true, false, true, true, true, true]
    _ = parameters.values.update(fromContentsOf: logits)
    let tape = Tape(parameters: parameters, gradients: gradients)
    let outputs = tape.parameter(slice)
    let mask = flags.withUnsafeBufferPointer { tape.makeMask($0) }
    let actions: [Float] = [2, 2, 1]
    actions.withUnsafeBufferPointer { actions in
      guard let start = actions.baseAddress else { return }
      let (logs, entropy) = distribution(of: 4).evaluate(start, under: outputs, mask: mask, on: tape)
      for (value, wanted) in zip(tape.values(of: entropy), [0.6931472, 0, 1.0986123]) {
        #expect(abs(value - Float(wanted)) < 1e-6)
      }
      #expect(tape.values(of: logs)[1] == 0)
      tape.backward(from: tape.sum(tape.add(logs, entropy)))
    }
    for (index, flag) in flags.enumerated() where !flag { #expect(gradients.values[index].bitPattern == 0) }
    #expect(gradients.values[6] == 0, "a single valid choice cannot change")
    #expect(gradients.values[0] < -0.4 && gradients.values[2] > 0.4)
    #expect(gradients.values.allSatisfy { $0.isFinite })
  }

  @Test("The update uses the masks of the decisions, not those of another time")
  func storedMasks() throws {
    let environments = try VectorEnvironment(
      [IdentityEnvironment(choices: 6, masksActions: true)], random: RandomStream(seed: 3))
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 12, batchSize: 4), for: environments)
    var random = RandomStream(seed: 1)
    var observations = environments.reset()
    var seen: [Bool] = []
    while !agent.rollout.isFull {
      seen += observations.masks
      let actions = try agent.act(on: observations, mode: .explore, using: &random)
      agent.record(environments.step(actions, observing: &observations), next: observations)
    }
    #expect(agent.rollout.masks == seen && seen.contains(false))
    let zeros = [Float](repeating: 0, count: 12)
    agent.minibatch.gather(
      [7, 0, 11, 5], of: agent.rollout, advantages: zeros, returns: zeros, values: zeros, normalizesAdvantages: false)
    let gathered = [7, 0, 11, 5].flatMap { (row: Int) -> [Bool] in Array(seen[6 * row..<6 * row + 6]) }
    #expect(agent.minibatch.masks == gathered)
  }

  @Test("Choices of a multi-discrete action are masked each by its own flags")
  func multiDiscrete() {
    var layout = ParameterLayout()
    let distribution = MultiCategorical(over: MultiDiscreteAction.Domain(counts: [3, 2]), in: &layout)
    let slice = layout.reserve("logits", rows: 2, columns: 5, initializer: .constant(0))
    let (parameters, gradients) = (AlignedBuffer<Float>(count: 10), AlignedBuffer<Float>(count: 10))
    _ = parameters.values.update(fromContentsOf: [0, 5, 0, 1, 7, 2, 2, 2, 3, 3])
    let flags = [true, false, true, true, false, false, true, false, true, true]
    let tape = Tape(parameters: parameters, gradients: gradients)
    let outputs = tape.parameter(slice)
    let mask = flags.withUnsafeBufferPointer { tape.makeMask($0) }
    var random = RandomStream(seed: 2)
    var (actions, logs): ([Float], [Float]) = ([0, 0, 0, 0], [0, 0])
    for _ in 0..<200 {
      choose(distribution, outputs, mask: mask, on: tape, &actions, &logs, using: &random)
      #expect([0, 2].contains(actions[0]) && actions[1] == 0)
      #expect(actions[2] == 1 && [0, 1].contains(actions[3]))
      #expect(logs.allSatisfy { abs($0 + 0.6931472) < 1e-6 }, "ln ½ + ln 1")
    }
    actions.withUnsafeBufferPointer { actions in
      guard let start = actions.baseAddress else { return }
      let (logs, entropy) = distribution.evaluate(start, under: outputs, mask: mask, on: tape)
      #expect(tape.values(of: entropy).allSatisfy { abs($0 - 0.6931472) < 1e-6 })
      tape.backward(from: tape.sum(tape.add(logs, entropy)))
    }
    for (index, flag) in flags.enumerated() where !flag { #expect(gradients.values[index].bitPattern == 0) }
    #expect(gradients.values[0] != 0 && gradients.values[8] != 0)
  }

  private func distribution(of choices: Int) -> MaskedCategorical {
    var layout = ParameterLayout()
    return MaskedCategorical(over: DiscreteAction.Domain(count: choices), in: &layout)
  }

  private func choose(
    _ distribution: some PolicyDistribution, _ outputs: Variable, mask: UnsafePointer<UInt8>?,
    on tape: Tape<Float>, _ actions: inout [Float], _ logs: inout [Float], using random: inout RandomStream
  ) {
    actions.withUnsafeMutableBufferPointer { actions in
      logs.withUnsafeMutableBufferPointer { logs in
        guard let actions = actions.baseAddress, let logs = logs.baseAddress else { return }
        distribution.choose(
          from: outputs, mask: mask, mode: .explore, on: tape, actions: actions, logProbabilities: logs, using: &random)
      }
    }
  }
}
