import Agents
import RLCore

extension Preset {
  /// DDPG on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var ddpg: [Preset] {
    [
      Preset(
        "ddpg", on: "Pendulum-v1", steps: 20_000, settings: DDPGConfiguration.pendulum,
        published: PublishedFigure(-152.099, deviation: 94.282, steps: 20_000)),
      Preset(
        "ddpg", on: "MountainCarContinuous-v0", steps: 300_000, settings: DDPGConfiguration.mountainCarContinuous,
        published: PublishedFigure(93.512, deviation: 0.048, steps: 300_000),
        note: "Networks of 64 and 64, batches of 128."),
      Preset(
        "ddpg", on: "LunarLanderContinuous-v3", steps: 300_000, settings: DDPGConfiguration.lunarLanderContinuous,
        published: PublishedFigure(230.217, deviation: 92.372, steps: 300_000),
        note: "Published on v2. Networks of 64 and 64, three-step returns, a falling rate, a discount of 0.99, "
          + "noise of 0.2, searched on other seeds."),
    ]
  }
}
