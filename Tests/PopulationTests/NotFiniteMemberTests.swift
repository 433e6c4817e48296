import Agents
import Population
import Persistence
import RLCore
import RLTesting
import Randomness
import Settings
import Testing
import Training

/// A member whose numbers are no longer finite ranks last; the others go on.
@Suite struct NotFiniteMemberTests {
  /// Pays what is no number once, in one member alone.
  private struct Spoilt: Environment {
    var base = IdentityEnvironment(choices: 3, length: 8)
    let bad: Float?
    var steps = 0
    var observationSpace: ObservationSpace { base.observationSpace }
    var actionSpace: DiscreteAction.Domain { base.actionSpace }
    mutating func reset(using random: inout RandomStream) { base.reset(using: &random) }
    mutating func step(_ action: DiscreteAction) -> StepOutcome {
      steps += 1
      var outcome = base.step(action)
      if let bad, steps == 5 { outcome.reward = bad }
      return outcome
    }
    func writeObservation(into row: inout MutableSpan<Float>) { base.writeObservation(into: &row) }
  }

  /// Judges by the reward of a few episodes.
  private struct SpoiltTask: PopulationTask {
    let agent: AgentID
    let bad: Float
    let judgesBadly: Bool
    let settings: JSONValue
    let registry = Registry.standard

    func environments(random: RandomStream) throws -> VectorEnvironment<Spoilt> {
      try VectorEnvironment([Spoilt(bad: judgesBadly ? nil : bad)], random: random)
    }

    func judge(_ agent: any Agent<DiscreteAction>, random: RandomStream) throws -> Judgement {
      let judges = try VectorEnvironment([Spoilt(bad: judgesBadly ? bad : nil)], random: random)
      let mean = try evaluatePolicy(agent, in: judges, episodes: 2, random: random).meanReturn ?? .nan
      return Judgement(fitness: mean, figures: [Figure("mean", mean)])
    }
  }

  @Test(arguments: ["ppo", "a2c", "dqn"], [Float.nan, .infinity])
  func `a bad reward in training or in judging gives a result that can be written, read and continued`(
    agent: String, bad: Float
  ) throws {
    for judgesBadly in [false, true] {
      let settings: JSONValue = agent == "dqn" ? .object([:]) : .object(["rolloutSteps": .integer(16)])
      let task = SpoiltTask(agent: AgentID(agent), bad: bad, judgesBadly: judgesBadly, settings: settings)
      let configuration = PopulationConfiguration(members: 2, stepsPerMember: 64, interval: 32)
      let worker = TaskWorker(task, for: configuration)
      let job = MemberJob(
        generation: 0, member: 0, settings: .object([:]), endStep: 32, totalSteps: 64, random: RandomStream(seed: 1),
        start: .fresh)
      let result = try worker.result(of: job)
      if !judgesBadly { #expect(result.judgement.fitness == -.infinity) }
      let bytes = try result.checkpoint.serialized()
      #expect(!bytes.isEmpty)
    }
  }
}
