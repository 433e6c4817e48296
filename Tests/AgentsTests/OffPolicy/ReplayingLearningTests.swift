import Networks
import RLCore
import RLTesting
import Randomness
import Testing
import Training

@testable import Agents

/// A task that is solved in seconds, where a wrong sign or a shifted row is not.
@Suite("Agents with a replay buffer learn", .serialized)
struct ReplayingLearningTests {
  @Test("a real value that the observation names", arguments: ReplayingKind.allCases)
  func continuousTarget(_ kind: ReplayingKind) throws {
    var settings = ReplayingKind.Settings()
    settings.learningRate = 3e-3
    settings.batchSize = 64
    settings.discount = 0
    settings.cadence = UpdateCadence(learningStarts: 200)
    settings.replay.capacity = 2000
    settings.layers = LayersBlueprint(hidden: [32])
    let random = RandomStream(seed: 77)
    let environments = try VectorEnvironment((0..<2).map { _ in TargetEnvironment() }, random: random)
    let agent = try kind.make(settings, for: environments)
    try learn(agent, in: environments, steps: 2000)
    let judges = try VectorEnvironment((0..<4).map { _ in TargetEnvironment() }, random: random)
    let mean = try meanReward(agent, in: judges)
    #expect(mean > -0.01, "root mean square error below 0.1, where knowing nothing costs 0.2 at least")
  }

  private func meanReward(_ agent: some ReplayingAgent, in judges: VectorEnvironment<TargetEnvironment>) throws
    -> Double
  {
    let episodes = try evaluatePolicy(agent, in: judges, episodes: 8, random: RandomStream(seed: 1)).episodes
    return episodes.reduce(0) { $0 + $1.totalReward } / Double(episodes.reduce(0) { $0 + $1.length })
  }
}
