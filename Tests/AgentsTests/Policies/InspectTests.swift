import Foundation
import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("What a policy says of an observation")
struct InspectTests {
  private struct Consistent: SnapshotTest {
    func check<Source: SnapshotSource>(_ agent: Source, on observations: [ObservationBatch]) throws {
      let snapshot = agent.snapshot()
      let (actor, inspector) = (snapshot.makeActor(), snapshot.makeActor())
      let policyAlone = agent.snapshot().agent == "sac" || agent.snapshot().agent == "td3" || snapshot.agent == "ddpg"
      var random = RandomStream(seed: 1)
      for batch in observations {
        let (values, mask) = batch.row(0)
        var single = ObservationBatch(values, mask: mask)
        single.isStart = [batch.isStart[0]]
        let action = try actor.act(on: single, mode: .exploit, using: &random)[0]
        let report = try inspector.inspect(values, mask: mask, isStart: batch.isStart[0])
        #expect(report.action == action)
        #expect((report.value == nil) == policyAlone)
        #expect((report.entropy == nil) == (snapshot.agent == "td3" || snapshot.agent == "ddpg"))
        try expectFit(report, snapshot, mask: mask)
      }
    }

    private func expectFit<A>(_ report: PolicyReport<A>, _ snapshot: PolicySnapshot<A>, mask: [Bool]) throws {
      let valid = mask.isEmpty ? [Bool](repeating: true, count: snapshot.spaces.actions.maskWidth) : mask
      var stored = [Float](repeating: 0, count: snapshot.spaces.actions.storageWidth)
      var row = stored.mutableSpan
      report.action.write(into: &row)
      switch report.preferences {
      case .probabilities(let choices):
        #expect(choices.map(\.count) == snapshot.spaces.actions.choices)
        var entropy = 0.0
        for (choice, probabilities) in choices.enumerated() {
          #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
          #expect(probabilities[Int(stored[choice])] == probabilities.max())
          entropy -= probabilities.reduce(0) { $1 > 0 ? $0 + Double($1) * log(Double($1)) : $0 }
        }
        for (probability, isValid) in zip(choices.joined(), valid) {
          #expect(isValid ? probability > 0 : probability == 0)
        }
        #expect(abs(Double(try #require(report.entropy)) - entropy) < 1e-5)
      case .values(let values):
        #expect(zip(values, valid).allSatisfy { $0.isFinite == $1 })
        #expect(values[Int(stored[0])] == values.max() && report.value == values.max())
      case .quantiles(let quantiles):
        #expect(quantiles.count == snapshot.spaces.actions.maskWidth && quantiles.allSatisfy { $0.count == 4 })
        #expect(quantiles.allSatisfy { $0 == $0.sorted() })
        let mean = quantiles[Int(stored[0])].reduce(0, +) / 4
        #expect(abs(mean - (report.value ?? .nan)) < 1e-5)
      case .normal(let mean, let deviation):
        let entropy = deviation.reduce(0.0) { $0 + 0.5 * log(2 * Double.pi * M_E) + log(Double($1)) }
        #expect(abs(Double(try #require(report.entropy)) - entropy) < 1e-4)
        #expect(zip(mean, stored).allSatisfy { min(max($0, -1), 1) == $1 })
      case .squashedNormal(let mean, let deviation):
        #expect(deviation.allSatisfy { $0 > 0 })
        #expect(zip(mean, stored).allSatisfy { abs(tanh($0) - $1) < 1e-6 })
      case .point(let values): #expect(values == stored)
      }
    }
  }

  @Test(arguments: SnapshotCase.allCases)
  func `inspecting tells probabilities or values, the value, the entropy and the action that is taken`(
    _ agent: SnapshotCase
  ) throws {
    try agent.check(Consistent())
  }

  private static func agent(_ count: Int, masked: Bool = true) throws -> PPO<DiscreteAction> {
    try PPO<DiscreteAction>(
      PPOConfiguration(network: MLPBlueprint(policy: [], value: [])), observationSpace: ObservationSpace(width: 2),
      actionSpace: DiscreteAction.Domain(count: count), masksActions: masked, random: RandomStream(seed: 1))
  }

  @Test func `a linear policy is inspected by hand`() throws {
    let agent = try Self.agent(3)
    func set(_ name: String, _ values: [Float]) throws {
      let slice = try #require(agent.layout.entries.first { $0.name == name }).slice
      for (index, value) in values.enumerated() { agent.parameters.pointer[slice.offset + index] = value }
    }
    // Logits of x = [1, 2]: [ln 1, ln 3, ln 9]; the weights are [inputs × outputs].
    try set("policy.0.weight", [Float(log(1.0)), Float(log(3.0)), Float(log(9.0)), 0, 0, 0])
    try set("policy.0.bias", [0, 0, 0])
    try set("value.0.weight", [0.5, 2])
    try set("value.0.bias", [-1])
    let all = try agent.snapshot().inspect([1, 2])
    guard case .probabilities(let whole) = all.preferences else { throw ArchiveError("no probabilities") }
    for (found, expected) in zip(whole[0], [1.0 / 13, 3.0 / 13, 9.0 / 13]) {
      #expect(abs(Double(found) - expected) < 1e-6)
    }
    #expect(all.action == DiscreteAction(2) && all.value == 3.5)
    let entropy = -(1.0 / 13 * log(1.0 / 13) + 3.0 / 13 * log(3.0 / 13) + 9.0 / 13 * log(9.0 / 13))
    #expect(abs(Double(all.entropy ?? 0) - entropy) < 1e-6)
    let masked = try agent.snapshot().inspect([1, 2], mask: [true, true, false])
    guard case .probabilities(let rest) = masked.preferences else { throw ArchiveError("no probabilities") }
    #expect(rest[0][2] == 0 && abs(rest[0][0] - 0.25) < 1e-6 && abs(rest[0][1] - 0.75) < 1e-6)
    #expect(masked.action == DiscreteAction(1))
    #expect(abs(Double(masked.entropy ?? 0) + 0.25 * log(0.25) + 0.75 * log(0.75)) < 1e-6)
  }

  @Test func `what cannot be read is refused by inspecting as by acting`() throws {
    let policy = try Self.agent(3).snapshot()
    func sentence(_ observation: [Float], _ mask: [Bool] = []) -> String? {
      #expect(throws: PolicyError.self) { try policy.inspect(observation, mask: mask) }?.description
    }
    #expect(sentence([1]) == "observations must have 2 values each, was 1")
    #expect(sentence([1, 2], [true]) == "masks must have 3 flags each, or none, was 1")
    #expect(sentence([1, .nan])?.contains("must be finite, was nan") == true)
    #expect(
      sentence([1, 2], [false, false, false])
        == "the mask of environment 0 must leave choice 0 a valid option, left none")
  }

  @Test func `the entropy of an ε-greedy policy counts valid choices`() throws {
    var settings = SmallSettings.dqn
    settings.exploration = 0.3
    let agent = try DQN(
      settings,
      in: AgentContext(
        observationSpace: ObservationSpace(width: 2), actionSpace: DiscreteAction.Domain(count: 3), masksActions: true,
        random: RandomStream(seed: 1)))
    let policy = agent.snapshot()
    for (mask, count) in [([true, true, true], 3.0), ([true, false, true], 2), ([false, true, false], 1)] {
      let (best, other) = (0.7 + 0.3 / count, 0.3 / count)
      let expected = -best * log(best) - (count - 1) * other * log(other)
      let found = try #require(try policy.inspect([1, 2], mask: mask).entropy)
      #expect(abs(Double(found) - expected) < 1e-6)
    }
  }

  @Test(arguments: [(0.0, 0.3), (0.8, 0.5), (-1.5, 0.05), (3, 1.2)])
  func `the entropy of a squashed normal distribution agrees with draws`(_ mean: Double, _ deviation: Double) {
    // H = −E[ln p(tanh u)], ln p = ln N(u) − ln(1 − tanh²u), with tanh and logarithm taken as they are.
    var random = RandomStream(seed: 5)
    var sum = 0.0
    let count = 200_000
    for _ in 0..<count {
      let z = random.normal()
      let u = mean + deviation * z
      sum -= -z * z / 2 - log(deviation) - 0.5 * log(2 * Double.pi) - log(1 / (cosh(u) * cosh(u)))
    }
    #expect(abs(SquashedGaussianRunner.entropy(mean: mean, deviation: deviation) - sum / Double(count)) < 0.02)
  }

  @Test func `a recurrent policy is inspected along an episode`() throws {
    var settings = SmallSettings.recurrent
    settings.normalizesObservations = false
    var training = try StoppableTraining<RecurrentPPORecipe, SometimesCut<IdentityEnvironment>>(
      settings, steps: 100, in: SmallSettings.choices)
    try training.run(16)
    let agent = try #require(training.agent as? RecurrentPPO<DiscreteAction>)
    let actor = agent.snapshot().makeActor()
    let rows: [[Float]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    // The value's memory by hand, step by step.
    var state = RecurrentState(rows: 1, width: agent.network.valueMemory.stateWidth)
    let tape = Tape(parameters: agent.parameters)
    var expected: [Float] = []
    for row in rows {
      tape.reset()
      let pass = agent.network.valueMemory(
        tape.constant(row, rows: 1, columns: 3), from: state, starts: nil, on: tape)
      state.advance(to: pass, after: 0..<1, on: tape)
      expected.append(tape.values(of: agent.network.value(pass.output, on: tape))[0])
    }
    let values = try rows.map { try actor.inspect($0).value }
    #expect(values == expected.map { Optional($0) })
    // Once it has acted without looking, the value has missed a step; a new episode begins anew.
    var random = RandomStream(seed: 1)
    var next = ObservationBatch([0, 1, 0])
    next.isStart = [false]
    _ = try actor.act(on: next, mode: .exploit, using: &random)
    #expect(try actor.inspect([0, 0, 1]).value == nil)
    #expect(try actor.inspect(rows[0], isStart: true).value == expected[0])
  }

  @Test func `acting on as many rows as before allocates nothing for numbers`() throws {
    let settings = PPOConfiguration(normalizesObservations: true, network: MLPBlueprint(hidden: [16, 16]))
    let agent = try PPO<DiscreteAction>(
      settings, observationSpace: ObservationSpace(width: 4), actionSpace: DiscreteAction.Domain(count: 3),
      masksActions: true, random: RandomStream(seed: 1))
    let observation = ObservationBatch([1, 2, 3, 4], mask: [true, true, false])
    let runner = agent.actor
    let actor = agent.snapshot().makeActor()
    var random = RandomStream(seed: 1)
    var actions: [DiscreteAction] = []
    // Memory that is handed out anew at the same place each time has not grown.
    let tape = try #require(Mirror(reflecting: runner).descendant("tape") as? Tape<Float>)
    for _ in 0..<3 {
      runner.choose(for: observation, mode: .sample, into: &actions, using: &random)
      _ = tape.makeScratch(count: 1)
      try actor.act(on: observation, mode: .sample, into: &actions, using: &random)
    }
    let stored = try #require(Mirror(reflecting: runner).descendant("stored") as? AlignedBuffer<Float>)
    runner.choose(for: observation, mode: .sample, into: &actions, using: &random)
    let (next, place) = (tape.makeScratch(count: 1), actions.withUnsafeBufferPointer { $0.baseAddress })
    for _ in 0..<100 {
      runner.choose(for: observation, mode: .sample, into: &actions, using: &random)
      #expect(tape.makeScratch(count: 1) == next)
      try actor.act(on: observation, mode: .sample, into: &actions, using: &random)
    }
    #expect(Mirror(reflecting: runner).descendant("stored") as? AlignedBuffer<Float> === stored)
    #expect(actions.withUnsafeBufferPointer { $0.baseAddress } == place)
  }
}
