import RLCore
import Randomness
import Testing
import Training

@Suite("evaluatePolicy")
struct EvaluatePolicyTests {
  private let random = RandomStream(seed: 1)

  @Test("Whole episodes come back and the agent only exploits")
  func wholeEpisodes() throws {
    let agent = StubAgent(interval: 1)
    let environments = try VectorEnvironment([FixedLength(length: 4)], random: random)
    let episodes = try evaluatePolicy(agent, in: environments, episodes: 3, random: random).episodes
    #expect(episodes.map(\.totalReward) == [4, 4, 4] && episodes.map(\.length) == [4, 4, 4])
    #expect(agent.explored.isEmpty && agent.learned.isEmpty && agent.exploited == 12)
  }

  @Test("Every environment finishes its share, so that short episodes are not favoured")
  func equalShares() throws {
    let environments = try VectorEnvironment([FixedLength(length: 10), FixedLength(length: 1)], random: random)
    let episodes = try evaluatePolicy(StubAgent(interval: 1), in: environments, episodes: 5, random: random).episodes
    #expect(episodes.map(\.environment) == [1, 1, 0, 0, 0])
    #expect(episodes.map(\.length) == [1, 1, 10, 10, 10])
  }

  @Test("Fewer episodes than environments are finished by the first of them")
  func fewEpisodes() throws {
    let environments = try VectorEnvironment((0..<5).map { FixedLength(length: 5 - $0) }, random: random)
    let episodes = try evaluatePolicy(StubAgent(interval: 1), in: environments, episodes: 2, random: random).episodes
    #expect(episodes.map(\.environment) == [1, 0])
  }
}
