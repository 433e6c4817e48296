import Agents
import RLCore

extension Preset {
  /// SAC on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var sac: [Preset] {
    [
      Preset(
        "sac", on: "Pendulum-v1", steps: 20_000, settings: SACConfiguration.pendulum,
        published: PublishedFigure(-156.995, deviation: 88.714, steps: 20_000),
        note: "Networks of 64 and 64, batches of 128, a falling rate, a discount of 0.98, learning from step 1000, "
          + "a memory of 20 000."),
      Preset(
        "sac", on: "MountainCarContinuous-v0", steps: 50_000, settings: SACConfiguration.mountainCarContinuous,
        published: PublishedFigure(94.679, deviation: 1.134, steps: 50_000)),
      Preset(
        "sac", on: "LunarLanderContinuous-v3", steps: 500_000, settings: SACConfiguration.lunarLanderContinuous,
        published: PublishedFigure(260.39, deviation: 65.467, steps: 500_000),
        note: "Published on v2. Networks of 64 and 64, five-step returns, half the updates, searched on other seeds."),
    ]
  }
}
