import Foundation
import Persistence
import RLCore
import Randomness
import Testing
import Training

@Suite struct EvaluationTests {
  @Test func `training does not notice evaluations`() throws {
    let agents = (SummingAgent(), SummingAgent())
    let with = try WalkRun.trainer(agent: agents.0, callbacks: [WalkRun.evaluation(of: agents.0)])
    let without = try WalkRun.trainer(agent: agents.1, callbacks: [])
    try with.run()
    try without.run()
    var archive = try with.archive(.training)
    #expect(archive.metadata.removeValue(forKey: "callback/evaluation") != nil)
    #expect(try archive.serialized() == without.archive(.training).serialized())
  }

  @Test func `the policy is judged at every multiple and at the end, each time on the same episodes`() throws {
    let agent = SummingAgent()
    let evaluation = EvaluationCallback(every: 40) {
      let random = WalkRun.random
      let environments = try WalkRun.environments("judges")
      return (try evaluatePolicy(agent, in: environments, episodes: 4, random: random).episodes, nil)
    }
    var starts: [[Float]] = []
    let seen = EvaluationCallback(of: agent, every: 40, episodes: 2, name: "seen", random: WalkRun.random) {
      let environments = try WalkRun.environments("judges")
      starts.append(environments.reset().values)
      return environments
    }
    let trainer = try WalkRun.trainer(steps: 190, agent: agent, callbacks: [evaluation, seen])
    try trainer.run()
    // Steps of three environments pass multiples of 40 at these.
    #expect(evaluation.evaluations.map(\.steps) == [42, 81, 120, 162, 192])
    #expect(evaluation.evaluations.allSatisfy { $0.episodes.count == 4 })
    #expect(starts.count == 5 && Set(starts).count == 1)
    #expect(seen.figures.map(\.name) == ["seen/score", "seen/best"])
    #expect(seen.figures.map(\.value) == [seen.evaluations.last?.score, seen.best?.value])
  }

  @Test func `the score is what the closure says, and an undefined one is never the best`() throws {
    let folder = try TestFolder()
    var scores: [Double?] = [nil, -3, .nan, 5, 5, 4]
    let evaluation = EvaluationCallback(
      of: SummingAgent(), every: 30, episodes: 1, bestPolicy: folder.file("best.safetensors"), random: WalkRun.random,
      score: { episodes, environments in
        #expect(episodes.count == 1 && environments.count == 3)
        return scores.removeFirst()
      },
      environments: { try WalkRun.environments("judges") })
    try WalkRun.trainer(steps: 180, callbacks: [evaluation]).run()
    #expect(evaluation.evaluations.map(\.score) == [nil, -3, nil, 5, 5, 4])
    #expect(evaluation.best == PolicyScore(steps: 120, value: 5))
    #expect(evaluation.latestScore == PolicyScore(steps: 180, value: 4))
    #expect(try folder.names == ["best.safetensors"])
  }

  /// Keeps what evaluations see.
  private final class Watcher: Agent {
    typealias ActionType = DiscreteAction
    var exploited: [[Float]] = []

    func act(
      on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
    ) -> [DiscreteAction] {
      if mode == .exploit { exploited.append(observations.values) }
      return (0..<observations.count).map { _ in DiscreteAction(0) }
    }

    func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) {}
    func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? { nil }
    func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive { TensorArchive() }
    func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {}
  }

  @Test func `normalised training is judged by its statistics of the moment, which stay as they are`() throws {
    let folder = try TestFolder()
    let agent = Watcher()
    let training = NormalizedEnvironments(try WalkRun.environments("environments"))
    let evaluation = EvaluationCallback(
      of: agent, trainedIn: training, every: 60, episodes: 3, bestPolicy: folder.file("best.safetensors"),
      random: WalkRun.random
    ) { try WalkRun.environments("judges") }
    var statistics: [NormalizationStatistics] = []
    try Trainer(
      agent, in: training, totalSteps: 60,
      callbacks: [
        .onStep { _ in statistics.append(training.statistics) }, evaluation,
        .onStep { _ in #expect(training.statistics == statistics.last, "evaluating leaves them alone") },
      ], random: WalkRun.random
    ).run()
    var first = try WalkRun.environments("judges").reset().values
    training.statistics.observations?.normalize(&first)
    #expect(agent.exploited.first == first)
    // Rewards are those of the task: far beyond the limit of normalised ones.
    let best = try TensorArchive.read(folder.file("best.safetensors"))
    let restored = NormalizedEnvironments(try WalkRun.environments("judges"))
    try restored.restore(.policy, from: try best.section("environments"))
    #expect(restored.statistics.observations == training.statistics.observations)
  }
}
