import Agents
import RLCore
import Randomness
import Settings
import Testing

/// A rollout that would not fit into memory is refused before it is made, as a replay buffer is.
@Suite struct RolloutMemoryLimitTests {
  private func refusal(_ id: AgentID, steps: Int, environments: Int, width: Int = 100) -> String? {
    do {
      let context = AgentContext<DiscreteAction>(
        observationSpace: ObservationSpace(width: width), actionSpace: .init(count: 2), masksActions: false,
        environments: environments, random: RandomStream(seed: 1))
      _ = try Registry.standard.agent(id, settings: .object(["rolloutSteps": .integer(steps)]), in: context)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: ["ppo", "a2c", "recurrent-ppo"])
  func `steps times environments are limited`(agent: String) throws {
    let sentence = try #require(refusal(AgentID(agent), steps: 10_000, environments: 10_000))
    #expect(
      sentence.contains("rolloutSteps must need at most 8.0 GiB, was 10000 steps of 10000 environments of 38."),
      "\(sentence)")
    #expect(refusal(AgentID(agent), steps: 4, environments: 2) == nil)
  }

  @Test func `an agent tells what its rollout takes`() throws {
    let context = AgentContext<DiscreteAction>(
      observationSpace: ObservationSpace(width: 8), actionSpace: .init(count: 2), masksActions: false, environments: 4,
      random: RandomStream(seed: 1))
    let agent = try Registry.standard.agent("ppo", settings: .object(["rolloutSteps": .integer(16)]), in: context)
    #expect(agent.experienceBytes == 16 * 4 * (4 * (8 + 1 + 2) + 2))
  }
}
