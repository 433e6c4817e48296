import Agents
import RLCore

extension Preset {
  /// A2C on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var a2c: [Preset] {
    [
      Preset(
        "a2c", on: "CartPole-v1", environments: 8, steps: 500_000, settings: A2CConfiguration.cartPole,
        published: PublishedFigure(500, deviation: 0, steps: 500_000)),
      Preset(
        "a2c", on: "Acrobot-v1", environments: 16, steps: 500_000, settings: A2CConfiguration.acrobot,
        published: PublishedFigure(-83.353, deviation: 17.213, steps: 500_000)),
      Preset(
        "a2c", on: "MountainCar-v0", environments: 16, steps: 1_000_000, settings: A2CConfiguration.mountainCar,
        published: PublishedFigure(-111.263, deviation: 24.087, steps: 1_000_000),
        note: "Searched on other seeds; the Zoo's settings: -114.4."),
      Preset(
        "a2c", on: "LunarLander-v3", environments: 8, steps: 200_000, settings: A2CConfiguration.lunarLander,
        published: PublishedFigure(155.751, deviation: 80.419, steps: 200_000),
        note:
          "Published on v2. Tried: normalisation, Adam, longer rollouts, higher rates (some seeds better, some worse)."
      ),
      Preset(
        "a2c", on: "Pendulum-v1", environments: 8, steps: 1_000_000, settings: A2CConfiguration.pendulum,
        published: PublishedFigure(-162.965, deviation: 103.21, steps: 1_000_000),
        note: "Searched on other seeds; the Zoo's settings: -173.3."),
      Preset(
        "a2c", on: "MountainCarContinuous-v0", environments: 4, steps: 100_000,
        settings: A2CConfiguration.mountainCarContinuous,
        published: PublishedFigure(91.166, deviation: 0.255, steps: 100_000)),
      Preset(
        "a2c", on: "LunarLanderContinuous-v3", environments: 16, steps: 5_000_000,
        settings: A2CConfiguration.lunarLanderContinuous,
        published: PublishedFigure(84.225, deviation: 145.906, steps: 5_000_000),
        note: "Published on v2. Adam and 16 environments, where the Zoo has RMSprop and 4; searched on other seeds."),
    ]
  }
}
