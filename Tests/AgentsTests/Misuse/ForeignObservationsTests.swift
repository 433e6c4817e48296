import Agents
import Envs
import RLCore
import RLTesting
import Randomness
import Testing
import Training

/// What a policy was not made for ends in a sentence before anything is read, for every agent in every kind of action.
@Suite struct ForeignObservationsTests {
  @Test(arguments: EveryAgent.all)
  func `observations of another width are refused in every mode`(agent: EveryAgent) throws {
    try agent.eachKind(WidthProbe())
  }

  @Test(arguments: EveryAgent.all)
  func `masks of another width, and masks that leave nothing, are refused in every mode`(agent: EveryAgent) throws {
    try agent.eachKind(MaskProbe())
  }

  @Test(arguments: EveryAgent.all)
  func `an observation that is not finite is refused unless it is explored`(agent: EveryAgent) throws {
    try agent.eachKind(FiniteProbe())
  }

  @Test(arguments: EveryAgent.all)
  func `another number of environments is refused while exploring, and fine otherwise`(agent: EveryAgent) throws {
    try agent.eachKind(CountProbe())
  }

  @Test(arguments: EveryAgent.all)
  func `evaluating and training in other spaces is refused before the first step`(agent: EveryAgent) throws {
    try agent.eachKind(SpaceProbe())
  }

  @Test func `a recurrent policy refuses another memory and a bad observation, and remembers what it did`() throws {
    let environments = try VectorEnvironment(
      (0..<2).map { _ in IdentityEnvironment(choices: 3) }, random: RandomStream(seed: 1))
    let agent = try RecurrentPPO<DiscreteAction>(for: environments, random: RandomStream(seed: 2))
    let observations = environments.reset()
    var random = RandomStream(seed: 3)
    var state = agent.makeState(rows: 2)
    _ = try agent.act(on: observations, mode: .exploit, state: &state, using: &random)
    let before = state
    var bad = observations
    bad.values[4] = .nan
    #expect(throws: PolicyError.notFinite(quantity: "observation 1 of environment 1", found: "nan")) {
      try agent.act(on: bad, mode: .exploit, state: &state, using: &random)
    }
    #expect(state.values == before.values)
    var wide = agent.makeState(rows: 3)
    #expect(throws: PolicyError.self) { try agent.act(on: observations, mode: .exploit, state: &wide, using: &random) }
  }

  @Test func `members of a vote must be made for the same spaces`() throws {
    func agent(_ choices: Int, width: Int) throws -> any Agent<DiscreteAction> {
      try DQN(
        in: AgentContext(
          observationSpace: ObservationSpace(width: width), actionSpace: .init(count: choices), masksActions: false,
          environments: 1, random: RandomStream(seed: 1)))
    }
    _ = try VotingPolicy([try agent(2, width: 3), try agent(2, width: 3)])
    #expect(throws: PolicyError.self) { try VotingPolicy([try agent(2, width: 3), try agent(2, width: 4)]) }
    #expect(throws: PolicyError.self) { try VotingPolicy([try agent(2, width: 3), try agent(3, width: 3)]) }
    #expect(throws: PolicyError.self) { try VotingPolicy<DiscreteAction>([]) }
    #expect(throws: PolicyError.self) { try VotingPolicy([try agent(2, width: 3)], weights: [.nan]) }
    #expect(throws: PolicyError.self) { try VotingPolicy([try agent(2, width: 3)], weights: [1, 1]) }
  }
}

/// Something to be tried with an agent, whatever it does.
private protocol Probe {
  func run<E: Environment>(_ agent: any Agent<E.ActionType>, in environments: VectorEnvironment<E>) throws
}

extension EveryAgent {
  fileprivate func eachKind(_ probe: some Probe) throws {
    switch kind {
    case .discrete: try probe.run(try make(for: discrete), in: discrete)
    case .choices: try probe.run(try make(for: choices), in: choices)
    case .continuous: try probe.run(try make(for: continuous), in: continuous)
    }
  }
}

private let modes: [ActingMode] = [.exploit, .sample, .explore]

extension Agent {
  /// Acts, and expects to be refused.
  fileprivate func expectRefusal(
    of observations: ObservationBatch, mode: ActingMode, _ isExpected: (PolicyError) -> Bool = { _ in true }
  ) {
    var random = RandomStream(seed: 3)
    do throws(PolicyError) {
      _ = try act(on: observations, mode: mode, using: &random)
      Issue.record("acted on \(observations.width) values and \(observations.maskWidth) flags in mode \(mode)")
    } catch {
      #expect(isExpected(error), "\(error)")
    }
  }
}

private struct WidthProbe: Probe {
  func run<E: Environment>(_ agent: any Agent<E.ActionType>, in environments: VectorEnvironment<E>) throws {
    let width = environments.observationSpace.width
    for mode in modes {
      for other in [0, 1, width - 1, width + 1, 1000] where other != width && other >= 0 {
        agent.expectRefusal(of: ObservationBatch(count: 2, width: other, maskWidth: 0), mode: mode) {
          $0 == .misfit(field: "observations", must: "have \(width) values each", found: "\(other)")
        }
      }
      // A batch says one width and holds another.
      for count in [0, 2 * width - 1, 2 * width + 1] {
        var batch = environments.reset()
        batch.values = [Float](repeating: 0, count: count)
        agent.expectRefusal(of: batch, mode: mode)
      }
      var batch = environments.reset()
      batch.isStart = [true]
      agent.expectRefusal(of: batch, mode: mode)
    }
  }
}

private struct MaskProbe: Probe {
  func run<E: Environment>(_ agent: any Agent<E.ActionType>, in environments: VectorEnvironment<E>) throws {
    let (width, flags) = (environments.observationSpace.width, environments.actionSpace.maskWidth)
    for mode in modes {
      for other in [1, flags - 1, flags + 1, 500] where other > 0 && other != flags {
        agent.expectRefusal(of: ObservationBatch(count: 2, width: width, maskWidth: other), mode: mode)
      }
      guard flags > 0 else { continue }
      var batch = ObservationBatch(count: 2, width: width, maskWidth: flags)
      batch.masks.removeLast()
      agent.expectRefusal(of: batch, mode: mode)
      batch = ObservationBatch(count: 2, width: width, maskWidth: flags)
      for flag in flags..<2 * flags { batch.masks[flag] = false }
      agent.expectRefusal(of: batch, mode: mode) { $0 == .noValidOption(environment: 1, choice: 0) }
    }
  }
}

private struct FiniteProbe: Probe {
  func run<E: Environment>(_ agent: any Agent<E.ActionType>, in environments: VectorEnvironment<E>) throws {
    for mode in modes where mode != .explore {
      for bad in [Float.nan, .infinity, -.infinity] {
        var batch = environments.reset()
        batch.values[batch.values.count - 1] = bad
        agent.expectRefusal(of: batch, mode: mode) {
          guard case .notFinite(let quantity, let found) = $0 else { return false }
          return quantity.hasSuffix("of environment 1") && found == "\(bad)"
        }
      }
    }
    // Nothing bad was kept: what it answers to the same question is what a new agent answers.
    var random = RandomStream(seed: 4)
    #expect(try agent.act(on: environments.reset(), mode: .exploit, using: &random).count == 2)
  }
}

private struct CountProbe: Probe {
  func run<E: Environment>(_ agent: any Agent<E.ActionType>, in environments: VectorEnvironment<E>) throws {
    let width = environments.observationSpace.width
    for count in [1, 3, 64] {
      let batch = ObservationBatch(count: count, width: width, maskWidth: 0)
      agent.expectRefusal(of: batch, mode: .explore)
      var random = RandomStream(seed: 5)
      #expect(try agent.act(on: batch, mode: .exploit, using: &random).count == count)
    }
  }
}

private struct SpaceProbe: Probe {
  func run<E: Environment>(_ agent: any Agent<E.ActionType>, in environments: VectorEnvironment<E>) throws {
    let random = RandomStream(seed: 6)
    let stacked = try VectorEnvironment(
      environments.environments.map { FrameStack($0, frameCount: 2) }, random: random)
    #expect(throws: PolicyError.self) { try evaluatePolicy(agent, in: stacked, episodes: 1, random: random) }
    #expect(throws: PolicyError.self) { try Trainer(agent, in: stacked, totalSteps: 64, random: random).run() }
    #expect(throws: PolicyError.self) {
      try evaluatePolicy(agent, in: environments, episodes: 1, mode: .explore, random: random)
    }
    _ = try evaluatePolicy(agent, in: environments, episodes: 1, random: random)
  }
}
