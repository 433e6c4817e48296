import RLCore
import Randomness
import Settings
import Testing
import Training

@Suite("trainAgent")
struct TrainAgentTests {
  @Test("A budget of steps ends by steps, and every episode is told")
  func steps() throws {
    let result = try trainAgent(
      StubAgent(interval: 4), in: FixedLength(length: 3), TrainingConfiguration(totalSteps: 12, environments: 2))
    #expect(result.reason == "all 12 steps taken" && result.progress.steps == 12)
    #expect(result.episodes.returns == [3, 3, 3, 3] && result.episodes.meanReturn == 3)
    #expect(result.normalization == nil)
  }

  @Test("A budget of episodes ends by episodes, and schedules go by them")
  func episodes() throws {
    let result = try trainAgent(
      StubAgent(interval: 1), in: FixedLength(length: 3),
      TrainingConfiguration(totalSteps: nil, totalEpisodes: 5))
    #expect(result.reason == "all 5 episodes ended")
    #expect((result.progress.steps, result.progress.episodes) == (15, 5))
    #expect(result.progress.fraction == 1)
    let either = try trainAgent(
      StubAgent(interval: 1), in: FixedLength(length: 3), TrainingConfiguration(totalSteps: 7, totalEpisodes: 5))
    #expect(either.reason == "all 7 steps taken" && either.progress.episodes == 2)
  }

  @Test("Running normalisation scales what the agent gets and its statistics come back")
  func normalization() throws {
    let result = try trainAgent(
      StubAgent(interval: 4), in: FixedLength(length: 8),
      TrainingConfiguration(totalSteps: 16, normalizesObservations: true, normalizesRewards: true))
    let statistics = try #require(result.normalization)
    #expect(statistics.observations?.statistics.count.first.map { $0 > 15 } == true)
    #expect(statistics.returns != nil)
    #expect(result.episodes.returns.allSatisfy { $0 != 8 }, "rewards are those the agent learns from")
  }

  @Test("The mean, the deviation and the length of some episodes are those by hand")
  func evaluation() {
    let episodes = [(1.0, 2), (3, 4), (5, 6)].map {
      EpisodeSummary(totalReward: $0.0, length: $0.1, end: .terminated, environment: 0)
    }
    let evaluation = PolicyEvaluation(episodes: episodes)
    #expect(evaluation.meanReturn == 3 && evaluation.meanLength == 4)
    #expect(abs((evaluation.returnDeviation ?? 0) - (8.0 / 3).squareRoot()) < 1e-15)
    #expect(PolicyEvaluation(episodes: []).meanReturn == nil)
  }

  @Test("A budget must be given, and be positive")
  func refusals() {
    let cases: [(TrainingConfiguration, String)] = [
      (TrainingConfiguration(totalSteps: nil), "totalSteps must be given where totalEpisodes is not, was neither"),
      (TrainingConfiguration(totalEpisodes: 0), "totalEpisodes must be positive, was 0"),
      (TrainingConfiguration(environments: 0), "environments must be positive, was 0"),
    ]
    for (configuration, sentence) in cases {
      let error = #expect(throws: ConfigurationError.self) {
        try trainAgent(StubAgent(interval: 1), in: FixedLength(length: 3), configuration)
      }
      #expect(error.map { "\($0)" } == sentence)
    }
  }
}
