import Agents
import RLCore

extension Preset {
  /// TD3 on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var td3: [Preset] {
    [
      Preset(
        "td3", on: "Pendulum-v1", steps: 20_000, settings: TD3Configuration.pendulum,
        published: PublishedFigure(-151.855, deviation: 90.227, steps: 20_000)),
      Preset(
        "td3", on: "MountainCarContinuous-v0", steps: 300_000, settings: TD3Configuration.mountainCarContinuous,
        published: PublishedFigure(93.483, deviation: 0.075, steps: 300_000),
        note: "Networks of 64 and 64, batches of 128; two of ten seeds never find the goal."),
      Preset(
        "td3", on: "LunarLanderContinuous-v3", steps: 300_000, settings: TD3Configuration.lunarLanderContinuous,
        published: PublishedFigure(207.451, deviation: 67.562, steps: 300_000),
        note: "Published on v2. Networks of 64 and 64, five-step returns, a falling rate, a discount of 0.99, "
          + "noise of 0.2, searched on other seeds."),
    ]
  }
}
