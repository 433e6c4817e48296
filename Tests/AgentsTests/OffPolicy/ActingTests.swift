import RLCore
import Randomness
import Tensors
import Testing
import Training

@testable import Agents

@Suite("Acting with a replay buffer", .serialized)
struct ActingTests {
  @Test("The environment gets actions within its bounds, the buffer those in ±1", arguments: ReplayingKind.allCases)
  func scaling(_ kind: ReplayingKind) throws {
    let environments = try ReplayedTask.environments(1)
    let agent = try kind.make(for: environments)
    try learn(agent, in: environments, steps: 100)
    let sent = environments.environments[0].actions
    #expect(sent.count == 100 && sent.allSatisfy(ReplayedTask.bounds.contains))

    let replay = agent.experience.replay
    #expect(replay.count == 100)
    let batch = replay.makeBatch(count: 100)
    batch.rows = Array(0..<100)
    replay.gather(into: batch)
    let stored = batch.actions.array
    #expect(stored.allSatisfy { abs($0) <= 1 })
    for (index, action) in sent.enumerated() {
      let (first, second) = (stored[2 * index], stored[2 * index + 1])
      #expect(abs(action.values[0] - (2 * first - 1)) < 1e-5 && abs(action.values[1] - (5 * second + 5)) < 1e-5)
    }
  }

  @Test("Actions are drawn evenly from the whole space until learning starts", arguments: ReplayingKind.allCases)
  func warmUp(_ kind: ReplayingKind) throws {
    var settings = ReplayingKind.Settings()
    settings.cadence = UpdateCadence(learningStarts: 3000)
    let environments = try ReplayedTask.environments(3)
    let agent = try kind.make(settings, for: environments)
    let before = agent.parameterBits
    #expect(try learn(agent, in: environments, steps: 3000).isEmpty)
    #expect(agent.parameterBits == before)
    let actions = environments.environments.flatMap(\.actions)
    #expect(actions.count == 3000)
    for dimension in 0..<2 {
      let (low, high) = (ReplayedTask.bounds.low[dimension], ReplayedTask.bounds.high[dimension])
      for tenth in 0..<10 {
        let start = low + (high - low) * Float(tenth) / 10
        let end = low + (high - low) * Float(tenth + 1) / 10
        let share = Double(actions.count { start <= $0.values[dimension] && $0.values[dimension] < end }) / 3000
        // Four deviations of a share of a tenth.
        #expect(abs(share - 0.1) < 0.022, "tenth \(tenth) of dimension \(dimension)")
      }
    }
  }

  @Test("After the warm-up it is the policy that acts, around what it holds best", arguments: ReplayingKind.allCases)
  func afterWarmUp(_ kind: ReplayingKind) throws {
    var settings = ReplayingKind.Settings()
    settings.cadence = UpdateCadence(learningStarts: 0)
    settings.noise = .gaussian(deviation: 0)
    let agent = try kind.make(settings, for: ReplayedTask.environments(4))
    let observations = ReplayedTask.observations(4)
    var random = RandomStream(seed: 1)
    let best = try agent.act(on: observations, mode: .exploit, using: &random)
    let first = try agent.act(on: observations, mode: .explore, using: &random)
    let second = try agent.act(on: observations, mode: .explore, using: &random)
    // SAC draws from its policy; without noise the others do what they hold best.
    if kind == .sac { #expect(first != second && first != best) } else { #expect(first == best && second == best) }
  }

  @Test("Exploiting draws nothing, remembers nothing and takes any number of rows", arguments: ReplayingKind.allCases)
  func exploiting(_ kind: ReplayingKind) throws {
    let environments = try ReplayedTask.environments()
    let agent = try kind.make(for: environments)
    try learn(agent, in: environments, steps: 60)
    let before = try agent.archive(.training)
    var (random, untouched) = (RandomStream(seed: 1), RandomStream(seed: 1))
    let observations = ReplayedTask.observations(5)
    let actions = try agent.act(on: observations, mode: .exploit, using: &random)
    #expect(random == untouched)
    _ = untouched.next()
    #expect(try agent.act(on: observations, mode: .exploit, using: &untouched) == actions)
    #expect(Set(actions.map(\.values)).count == 5, "each row has an action of its own")
    for row in 0..<5 {
      let single = ObservationBatch(Array(observations.values[3 * row..<3 * row + 3]))
      let action = try agent.act(on: single, mode: .exploit, using: &random)[0]
      #expect(zip(action.values, actions[row].values).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(try agent.archive(.training) == before)
  }

  @Test("Evaluating in the midst of training changes nothing of what is learnt", arguments: ReplayingKind.allCases)
  func evaluating(_ kind: ReplayingKind) throws {
    func judge(_ agent: some ReplayingAgent) throws {
      let judges = try ReplayedTask.environments(3)
      let evaluation = try evaluatePolicy(agent, in: judges, episodes: 3, random: RandomStream(seed: 2))
      #expect(evaluation.episodes.count == 3)
    }
    func trained(evaluates: Bool) throws -> any ReplayingAgent {
      let environments = try ReplayedTask.environments()
      let agent = try kind.make(for: environments)
      let watcher = UpdateWatcher { if evaluates { try judge(agent) } }
      try learn(agent, in: environments, steps: 100, callbacks: [watcher])
      return agent
    }
    let (plain, judged) = (try trained(evaluates: false), try trained(evaluates: true))
    #expect(plain.gradientSteps == 80)
    #expect(try judged.archive(.training) == plain.archive(.training))
  }
}

/// Does something after every update.
private final class UpdateWatcher: Callback {
  let events: TrainingEvents = .updates
  private let body: () throws -> Void

  init(_ body: @escaping () throws -> Void) { self.body = body }

  func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict {
    try body()
    return .proceed
  }
}
