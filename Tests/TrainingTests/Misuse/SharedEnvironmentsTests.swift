import RLCore
import Randomness
import Settings
import Testing
import Training

/// Environments that somebody else moves, or that are somebody else's, are refused with a sentence.
@Suite struct SharedEnvironmentsTests {
  private let random = RandomStream(seed: 1)

  /// A task that is an object.
  private final class Counter: Environment {
    var steps = 0
    let observationSpace = ObservationSpace(width: 1)
    let actionSpace = DiscreteAction.Domain(count: 2)
    func reset(using random: inout RandomStream) { steps = 0 }
    func step(_ action: DiscreteAction) -> StepOutcome {
      steps += 1
      return StepOutcome(reward: 1, end: steps == 4 ? .terminated : nil)
    }
    func writeObservation(into row: inout MutableSpan<Float>) { row[0] = Float(steps) }
  }

  private func sentence(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing was refused"
    } catch {
      return "\(error)"
    }
  }

  @Test func `two runs on the same environments are refused, and the second begins new episodes when it is run again`()
    throws
  {
    let environments = try WalkRun.environments("shared")
    let first = Trainer(SummingAgent(), in: environments, totalSteps: 90, random: random)
    let second = Trainer(SummingAgent(), in: environments, totalSteps: 90, random: random)
    try first.run(until: 30)
    try second.run(until: 30)
    #expect(
      sentence { try first.run(until: 60) }
        == "environments must be moved by this run alone, was reset or stepped by somebody else at step 30")
    #expect(first.failure is ConfigurationError)
    try first.run(until: 60)
    #expect(first.progress.steps == 60 && first.failure == nil)
  }

  @Test func `a pause in which nobody moves the environments is no offence`() throws {
    let trainer = try WalkRun.trainer(callbacks: [])
    for limit in [30, 60, 300] { try trainer.run(until: limit) }
    #expect(trainer.progress.isComplete)
  }

  @Test func `a hook that steps or resets the environments of its run ends it`() throws {
    for isReset in [true, false] {
      let environments = try WalkRun.environments("moved")
      let meddler = Meddler(environments, isReset: isReset)
      let trainer = Trainer(SummingAgent(), in: environments, totalSteps: 90, callbacks: [meddler], random: random)
      #expect(sentence { try trainer.run() }.hasSuffix("by somebody else at step 30"))
    }
    let environments = try WalkRun.environments("moved")
    let normalized = NormalizedEnvironments(environments)
    let meddler = Meddler(environments, isReset: false)
    let trainer = Trainer(SummingAgent(), in: normalized, totalSteps: 90, callbacks: [meddler], random: random)
    #expect(sentence { try trainer.run() }.hasSuffix("by somebody else at step 30"), "also below a wrapper")
  }

  @Test func `an evaluation in the environments of training is refused, whatever they are wrapped in`() throws {
    let refusal =
      "environments of evaluation evaluation must be their own, made anew, was those in which the agent is trained"
    let agent = SummingAgent()
    let environments = try WalkRun.environments("both")
    let evaluation = EvaluationCallback(of: agent, every: 30, episodes: 2, random: random) { environments }
    let trainer = Trainer(agent, in: environments, totalSteps: 90, callbacks: [evaluation], random: random)
    #expect(sentence { try trainer.run() } == refusal)

    let normalized = NormalizedEnvironments(environments)
    let judged = EvaluationCallback(of: agent, every: 30, episodes: 2, random: random) { environments }
    let wrapped = Trainer(agent, in: normalized, totalSteps: 90, callbacks: [judged], random: random)
    #expect(sentence { try wrapped.run() } == refusal)

    let counter = Counter()
    let object = EvaluationCallback(of: agent, every: 3, episodes: 1, random: random) {
      try VectorEnvironment([counter], random: RandomStream(seed: 2))
    }
    let one = Trainer(
      agent, in: try VectorEnvironment([counter], random: random), totalSteps: 9, callbacks: [object], random: random)
    #expect(sentence { try one.run() } == refusal, "another vector around the same object")
  }

  @Test func `trainAgent refuses to repeat an object`() throws {
    let refusal = sentence {
      try trainAgent(StubAgent(interval: 2), in: Counter(), TrainingConfiguration(totalSteps: 8, environments: 2))
    }
    #expect(refusal.hasPrefix("environments must be objects of their own"))
    try trainAgent(StubAgent(interval: 2), in: Counter(), TrainingConfiguration(totalSteps: 8))
  }
}

/// Moves the environments of its run once.
private final class Meddler: Callback {
  let events: TrainingEvents = .steps
  private let environments: VectorEnvironment<Walk>
  private let isReset: Bool

  init(_ environments: VectorEnvironment<Walk>, isReset: Bool) {
    self.environments = environments
    self.isReset = isReset
  }

  func stepDidEnd(in run: any TrainingRun) -> Verdict {
    guard run.progress.steps == 30 else { return .proceed }
    var observations = ObservationBatch(count: 3, width: 2, maskWidth: 0)
    if isReset {
      observations = environments.reset()
    } else {
      _ = environments.step([DiscreteAction(0), DiscreteAction(0), DiscreteAction(0)], observing: &observations)
    }
    return .proceed
  }
}
