import Agents
import RLCore

extension Preset {
  /// PPO on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var ppo: [Preset] {
    [
      Preset(
        "ppo", on: "CartPole-v1", environments: 8, steps: 100_000, settings: PPOConfiguration.cartPole,
        published: PublishedFigure(500, deviation: 0, steps: 100_000)),
      Preset(
        "ppo", on: "Acrobot-v1", environments: 16, steps: 1_000_000, settings: PPOConfiguration.acrobot,
        published: PublishedFigure(-73.506, deviation: 18.201, steps: 1_000_000),
        note: "Searched on other seeds; the Zoo's settings: -74.0."),
      Preset(
        "ppo", on: "MountainCar-v0", environments: 16, steps: 1_000_000, settings: PPOConfiguration.mountainCar,
        published: PublishedFigure(-110.423, deviation: 19.473, steps: 1_000_000),
        note: "Searched on other seeds; the Zoo's settings: -115.2."),
      Preset(
        "ppo", on: "LunarLander-v3", environments: 16, steps: 1_000_000, settings: PPOConfiguration.lunarLander,
        published: PublishedFigure(242.119, deviation: 31.823, steps: 1_000_000),
        note: "Published on v2."),
      Preset(
        "ppo", on: "Pendulum-v1", environments: 4, steps: 100_000, settings: PPOConfiguration.pendulum,
        published: PublishedFigure(-172.225, deviation: 104.159, steps: 100_000),
        note: "Searched on other seeds; the Zoo's settings: -177.2."),
      Preset(
        "ppo", on: "MountainCarContinuous-v0", steps: 20_000, settings: PPOConfiguration.mountainCarContinuous,
        published: PublishedFigure(88.343, deviation: 2.572, steps: 20_000),
        note: "Searched on other seeds; the Zoo's settings: 71.2, three seeds never found the goal."),
      Preset(
        "ppo", on: "LunarLanderContinuous-v3", environments: 16, steps: 1_000_000,
        settings: PPOConfiguration.lunarLander,
        published: PublishedFigure(270.863, deviation: 32.072, steps: 1_000_000),
        note: "Published on v2."),
    ]
  }
}
