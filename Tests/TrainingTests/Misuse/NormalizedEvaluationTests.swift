import Foundation
import Persistence
import RLCore
import Randomness
import Testing
import Training

/// A policy that learnt from normalised observations is judged and saved with what they were normalised by.
@Suite struct NormalizedEvaluationTests {
  /// Pays for telling whether a number is above or below a thousand.
  private struct Offset: Environment {
    typealias ActionType = DiscreteAction
    let observationSpace = ObservationSpace(width: 1)
    let actionSpace = DiscreteAction.Domain(count: 2)
    private var draws = RandomStream(seed: 0)
    private var isAbove = false
    private var steps = 0

    mutating func reset(using random: inout RandomStream) {
      draws = random.split("draws")
      steps = 0
      isAbove = draws.index(below: 2) == 1
    }

    mutating func step(_ action: DiscreteAction) -> StepOutcome {
      let reward: Float = (action.index == 1) == isAbove ? 1 : 0
      isAbove = draws.index(below: 2) == 1
      steps += 1
      return StepOutcome(reward: reward, end: steps == 20 ? .terminated : nil)
    }

    func writeObservation(into row: inout MutableSpan<Float>) { row[0] = isAbove ? 1001 : 999 }
  }

  /// Tells above from below by the sign, which only normalised observations have right.
  private final class Sign: Agent {
    typealias ActionType = DiscreteAction
    private var count = 0
    func act(
      on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
    ) -> [DiscreteAction] { observations.values.map { DiscreteAction($0 > 0 ? 1 : 0) } }
    func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) {}
    func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
      UpdateReport()
    }
    func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
      var archive = TensorArchive()
      archive.metadata["agent"] = "sign"
      return archive
    }
    func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {}
  }

  private func evaluation(_ agent: Sign, bestPolicy: URL? = nil) -> EvaluationCallback {
    EvaluationCallback(of: agent, every: 200, episodes: 4, bestPolicy: bestPolicy, random: RandomStream(seed: 2)) {
      try VectorEnvironment([Offset(), Offset()], random: RandomStream(seed: 3))
    }
  }

  @Test func `trainAgent that normalises is judged on normalised observations, and saves the policy with them`() throws
  {
    let folder = try TestFolder()
    let agent = Sign()
    let evaluation = evaluation(agent, bestPolicy: folder.file("best.safetensors"))
    let checkpoints = CheckpointCallback(folder: folder.url, every: 200, scores: evaluation)
    let settings = TrainingConfiguration(totalSteps: 400, environments: 2, normalizesObservations: true)
    let result = try trainAgent(agent, in: Offset(), settings, callbacks: [evaluation, checkpoints])
    #expect(evaluation.evaluations.map(\.score) == [20, 20], "half of that on raw observations")

    let statistics = try #require(result.normalization)
    for file in [folder.file("best.safetensors"), Checkpoints.best(in: folder.url)] {
      let saved = try #require(try NormalizationStatistics(ofPolicy: try TensorArchive.read(file)))
      let mean = try #require(saved.observations?.statistics.mean.first)
      #expect(abs(mean - 1000) < 1, "\(file.lastPathComponent): \(mean)")
      let judges = try VectorEnvironment([Offset()], random: RandomStream(seed: 4))
      let seen = try NormalizedEnvironments(judges, frozen: saved)
      #expect(try evaluatePolicy(agent, in: seen, episodes: 3, random: RandomStream(seed: 5)).meanReturn == 20)
    }
    #expect(statistics.observations?.statistics.mean.first.map { abs($0 - 1000) < 1 } == true)
  }

  @Test func `environments that are normalised already are taken as they are`() throws {
    let agent = Sign()
    let training = NormalizedEnvironments(try VectorEnvironment([Offset()], random: RandomStream(seed: 1)))
    let evaluation = EvaluationCallback(
      of: agent, trainedIn: training, every: 100, episodes: 2, random: RandomStream(seed: 2)
    ) { try VectorEnvironment([Offset()], random: RandomStream(seed: 3)) }
    try Trainer(agent, in: training, totalSteps: 200, callbacks: [evaluation], random: RandomStream(seed: 6)).run()
    #expect(evaluation.evaluations.map(\.score) == [20, 20])
  }

  @Test func `only rewards normalised leaves observations alone`() throws {
    let agent = Sign()
    let evaluation = evaluation(agent)
    let settings = TrainingConfiguration(totalSteps: 200, normalizesRewards: true)
    try trainAgent(agent, in: Offset(), settings, callbacks: [evaluation])
    let score = try #require(evaluation.evaluations.first?.score)
    #expect(score < 16, "the sign of a raw observation tells nothing")
  }

  @Test func `a policy of plain environments has no statistics, and those of other observations are refused`() throws {
    let trainer = try WalkRun.trainer(steps: 30, callbacks: [])
    try trainer.run()
    #expect(try NormalizationStatistics(ofPolicy: trainer.archive(.policy)) == nil)
    let others = NormalizedEnvironments(try WalkRun.environments("others")).statistics
    let judges = try VectorEnvironment([Offset()], random: RandomStream(seed: 3))
    #expect(throws: (any Error).self) { try NormalizedEnvironments(judges, frozen: others) }
  }

  @Test func `restoring a policy restores its statistics`() throws {
    func trainer() throws -> Trainer<NormalizedEnvironments<VectorEnvironment<Walk>>> {
      Trainer(
        SummingAgent(), in: NormalizedEnvironments(try WalkRun.environments("environments"), normalizesRewards: false),
        totalSteps: 60, random: RandomStream(seed: 1))
    }
    let (first, second) = (try trainer(), try trainer())
    try first.run()
    #expect(first.environments.statistics != second.environments.statistics)
    try second.restore(.policy, from: first.archive(.policy))
    #expect(first.environments.statistics == second.environments.statistics)
  }
}
