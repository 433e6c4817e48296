import Agents
import RLCore

extension Preset {
  /// Recurrent PPO on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var recurrentPPO: [Preset] {
    [
      Preset(
        "recurrent-ppo", on: "CartPoleNoVel-v1", environments: 8, steps: 100_000,
        settings: RecurrentPPOConfiguration.cartPoleWithoutVelocity,
        published: PublishedFigure(500, deviation: 0, steps: 100_000))
    ]
  }
}
