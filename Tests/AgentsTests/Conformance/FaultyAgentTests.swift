import Agents
import RLCore
import RLTesting
import Testing

/// The check of agents finds what goes wrong around errors and while sampling.
@Suite("Agents with a fault")
struct FaultyAgentTests {
  private typealias Settings = SmallSettings

  private func violations<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: R.Settings, draws: Bool = true, in make: @escaping () -> E
  ) -> [AgentReport.Rule] where R.ActionType == E.ActionType {
    checkAgent(recipe, settings: settings, steps: 168, draws: draws, in: make).violations.map(\.rule)
  }

  private let discrete: () -> IdentityEnvironment = { IdentityEnvironment(choices: 3, masksActions: true) }
  private let continuous: () -> TargetEnvironment = { TargetEnvironment() }

  @Test func `an agent that exploits for sampling is found`() {
    let recipe = FaultyRecipe<PPORecipe<DiscreteAction>, ExploitsForSample>.self
    // Its snapshot draws, as that of the agent that it hides.
    #expect(violations(recipe, Settings.ppo, in: discrete) == [.sampling, .snapshot])
  }

  @Test func `an agent that samples although it is said not to draw is found`() {
    #expect(violations(SACRecipe.self, Settings.sac, draws: false, in: continuous) == [.sampling])
  }

  @Test func `an agent that is deterministic although it is said to draw is found`() {
    #expect(violations(TD3Recipe.self, Settings.td3, in: continuous) == [.sampling])
  }

  @Test func `an agent that notes what it samples is found`() {
    let recipe = FaultyRecipe<DDPGRecipe, ExploresForSample>.self
    #expect(violations(recipe, Settings.ddpg, in: continuous).contains(.sampling))
  }

  @Test func `a parameter that stays moved after an error is found`() {
    let recipe = FaultyRecipe<A2CRecipe<DiscreteAction>, MovesParameter>.self
    #expect(violations(recipe, Settings.a2c, in: discrete).contains(.badReward))
  }

  @Test func `a memory of the optimiser that stays changed after an error is found`() {
    let recipe = FaultyRecipe<RecurrentPPORecipe<DiscreteAction>, MovesMemory>.self
    #expect(violations(recipe, Settings.recurrent, in: discrete).contains(.badReward))
  }

  @Test func `a target that stays moved after an error is found`() {
    let recipe = FaultyRecipe<DQNRecipe, MovesTarget>.self
    #expect(violations(recipe, Settings.dqn, in: discrete).contains(.badReward))
  }

  @Test func `an agent that never recovers from an error is found`() {
    let recipe = FaultyRecipe<SACRecipe, StaysBroken>.self
    #expect(violations(recipe, Settings.sac, in: continuous) == [.recovery])
  }
}
