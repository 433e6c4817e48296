import Agents
import Networks
import RLCore
import RLTesting
import Testing

/// The check of agents finds those whose archives are complete right after an update only.
@Suite("Agents that forget")
struct ForgetfulAgentTests {
  private typealias Settings = SmallSettings

  /// Checks an agent and expects nothing to be found but what it forgets.
  private func expectFound<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: R.Settings, _ words: String, draws: Bool = true, in make: @escaping () -> E
  ) where R.ActionType == E.ActionType {
    let report = checkAgent(recipe, settings: settings, steps: 168, draws: draws, in: make)
    #expect(report.violations.map(\.rule) == [.trainingCheckpoint])
    #expect(report.description.contains(words), "\(report)")
  }

  private let discrete: () -> IdentityEnvironment = { IdentityEnvironment(choices: 3, masksActions: true) }
  private let continuous: () -> TargetEnvironment = { TargetEnvironment() }

  @Test func `PPO without its unfinished rollout is found before the first update`() {
    expectFound(
      ForgetfulRecipe<PPORecipe<DiscreteAction>, ForgetsRollout>.self, Settings.ppo,
      "a checkpoint taken before the first update, at step 4,", in: discrete)
  }

  @Test func `A2C without its unfinished rollout is found`() {
    expectFound(
      ForgetfulRecipe<A2CRecipe<ContinuousAction>, ForgetsRollout>.self, Settings.a2c, "before the first update",
      in: continuous)
  }

  @Test func `recurrent PPO without its unfinished rollout is found`() {
    expectFound(
      ForgetfulRecipe<RecurrentPPORecipe<DiscreteAction>, ForgetsRollout>.self, Settings.recurrent,
      "before the first update", in: discrete)
  }

  @Test func `TD3 that begins to count its steps anew is found`() {
    expectFound(
      ForgetfulRecipe<TD3Recipe, ForgetsSteps>.self, Settings.td3, "a checkpoint taken", draws: false,
      in: continuous)
  }

  @Test func `DDPG without the state of its noise is found`() {
    expectFound(
      ForgetfulRecipe<DDPGRecipe, ForgetsNoise>.self, Settings.ddpg, "a checkpoint taken", draws: false,
      in: continuous)
  }

  @Test func `SAC whose noise is drawn too late is found between two updates, and only there`() {
    let settings = Settings.with(Settings.sac) {
      ($0.stateDependentNoise, $0.initialLogDeviation) = (Settings.smoothNoise, -1)
      $0.cadence = UpdateCadence(learningStarts: 10, interval: 16, gradientSteps: 2)
    }
    expectFound(
      ForgetfulRecipe<SACRecipe, ForgetsNoisePhase>.self, settings, "a checkpoint taken between two updates",
      in: continuous)
  }

  @Test func `the agents that forget nothing pass in the same small runs`() {
    #expect(checkAgent(PPORecipe.self, settings: Settings.ppo, steps: 168, in: discrete).isPassed)
    #expect(checkAgent(RecurrentPPORecipe.self, settings: Settings.recurrent, steps: 168, in: discrete).isPassed)
    #expect(checkAgent(DDPGRecipe.self, settings: Settings.ddpg, steps: 168, draws: false, in: continuous).isPassed)
  }
}
