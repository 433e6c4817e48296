import Agents
import RLCore

extension Preset {
  /// Recurrent PPO on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var recurrentPPO: [Preset] {
    [
      Preset(
        "recurrent-ppo", on: "CartPoleNoVel-v1", environments: 8, steps: 100_000,
        settings: RecurrentPPOConfiguration.cartPoleWithoutVelocity,
        published: PublishedFigure(500, deviation: 0, steps: 100_000),
        note: "Searched on other seeds; the Zoo's settings: 475.0, with a memory of 128 values 481.1."),
      Preset(
        "recurrent-ppo", on: "PendulumNoVel-v1", environments: 4, steps: 100_000,
        settings: RecurrentPPOConfiguration.pendulumWithoutVelocity,
        published: PublishedFigure(-217.933, deviation: 140.094, steps: 100_000),
        note: "Searched on other seeds; the Zoo's settings without its state-dependent noise: -340.8."),
      Preset(
        "recurrent-ppo", on: "MountainCarContinuousNoVel-v0", environments: 8, steps: 300_000,
        settings: RecurrentPPOConfiguration.mountainCarContinuousWithoutVelocity,
        published: PublishedFigure(91.469, deviation: 1.776, steps: 300_000),
        note: "Searched on other seeds; the Zoo's settings: -99.9."),
    ]
  }
}
