import Foundation
import Persistence
import RLCore
import Randomness
import Testing
import Training

/// Numbers that are not finite are named, or passed over, and never keep a run from being saved.
@Suite struct NotFiniteTests {
  private let random = RandomStream(seed: 1)

  /// Pays what its script says, in episodes of one pass.
  private struct Paying: Environment {
    let rewards: [Float]
    var observation: Float = 0
    var steps = 0
    let observationSpace = ObservationSpace(width: 1)
    let actionSpace = DiscreteAction.Domain(count: 2)
    init(_ rewards: [Float], observation: Float = 0) {
      self.rewards = rewards
      self.observation = observation
    }
    mutating func reset(using random: inout RandomStream) { steps = 0 }
    mutating func step(_ action: DiscreteAction) -> StepOutcome {
      steps += 1
      return StepOutcome(reward: rewards[steps - 1], end: steps == rewards.count ? .terminated : nil)
    }
    func writeObservation(into row: inout MutableSpan<Float>) { row[0] = observation }
  }

  /// Leaves nothing to do after two steps.
  private struct Cornered: Environment {
    var steps = 0
    let observationSpace = ObservationSpace(width: 1)
    let actionSpace = DiscreteAction.Domain(count: 2)
    let masksActions = true
    mutating func reset(using random: inout RandomStream) { steps = 0 }
    mutating func step(_ action: DiscreteAction) -> StepOutcome {
      steps += 1
      return StepOutcome(reward: 1)
    }
    func writeObservation(into row: inout MutableSpan<Float>) { row[0] = 0 }
    func writeActionMask(into row: inout MutableSpan<Bool>) {
      for index in row.indices { row[index] = steps < 2 }
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `a reward that is not finite in an evaluation leaves the score undefined, and the run can be saved`(
    bad: Float
  ) throws {
    let folder = try TestFolder()
    let agent = SummingAgent()
    let evaluation = EvaluationCallback(of: agent, every: 30, episodes: 2, random: random) {
      try VectorEnvironment([Paying([1, bad, 1])], random: RandomStream(seed: 2))
    }
    let checkpoints = CheckpointCallback(folder: folder.url, every: 30)
    let trainer = Trainer(
      agent, in: try WalkRun.environments("environments"), totalSteps: 90, callbacks: [evaluation, checkpoints],
      random: random)
    try trainer.run()
    #expect(evaluation.evaluations.count == 3 && evaluation.evaluations.allSatisfy { $0.score == nil })
    let newest = try #require(try Checkpoints.newest(in: folder.url).newest)
    let resumed = Trainer(
      SummingAgent(), in: try WalkRun.environments("environments"), totalSteps: 90, callbacks: [evaluation],
      random: random)
    try resumed.restore(.training, from: newest.archive)
    let total = try #require(evaluation.evaluations.last?.episodes.last?.totalReward)
    #expect(bad.isNaN ? total.isNaN : total == Double(bad), "told as it was")
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `a run that met a bad reward can be archived, written and read`(bad: Float) throws {
    func trainer() throws -> Trainer<VectorEnvironment<Paying>> {
      Trainer(
        StubAgent(interval: 3, failure: AgentError(quantity: "reward", step: 3, found: "\(bad)")),
        in: try VectorEnvironment([Paying([1, bad, 1, 1, 1])], random: random), totalSteps: 50,
        callbacks: [EpisodeLog()], random: random)
    }
    let failed = try trainer()
    #expect(throws: AgentError.self) { try failed.run() }
    let bytes = try failed.archive(.training).serialized()
    let other = try trainer()
    try other.restore(.training, from: TensorArchive(serialized: bytes))
    #expect(other.progress == failed.progress)
    #expect(try other.archive(.training).serialized() == bytes)
  }

  @Test func `archives hold every number that is not finite`() throws {
    struct Numbers: Codable {
      var floats: [Float]
      var doubles: [Double?]
    }
    var archive = TensorArchive()
    let numbers = Numbers(
      floats: [.nan, .infinity, -.infinity, 1.5, .leastNonzeroMagnitude],
      doubles: [.nan, nil, .infinity, -.infinity, .greatestFiniteMagnitude])
    try archive.encode(numbers, as: "numbers")
    let read = try TensorArchive(serialized: archive.serialized()).decode(Numbers.self, from: "numbers")
    #expect(read.floats.map(\.description) == numbers.floats.map(\.description))
    #expect(read.doubles.map { "\($0 as Any)" } == numbers.doubles.map { "\($0 as Any)" })
  }

  @Test func `a mask that leaves nothing to choose is found in an evaluation as in training`() throws {
    let environments = try VectorEnvironment([Cornered(), Cornered()], random: random)
    let error = MaskError(environment: 0, choice: 0, step: 4)
    #expect(throws: error) {
      try evaluatePolicy(StubAgent(interval: 1), in: environments, episodes: 2, random: random)
    }
    #expect(throws: error) {
      try Trainer(StubAgent(interval: 100), in: environments, totalSteps: 50, random: random).run()
    }
  }
}
