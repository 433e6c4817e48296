import Agents
import RLCore

extension Preset {
  /// DQN on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var dqn: [Preset] {
    [
      Preset(
        "dqn", on: "CartPole-v1", steps: 50_000, settings: DQNConfiguration.cartPole,
        published: PublishedFigure(500, deviation: 0, steps: 50_000),
        note: "Double, three-step returns, a falling rate from 1e-3; the Zoo's settings: 481 and 333 on two seeds."),
      Preset(
        "dqn", on: "Acrobot-v1", steps: 100_000, settings: DQNConfiguration.acrobot,
        published: PublishedFigure(-76.639, deviation: 11.752, steps: 100_000),
        note: "A falling rate. Tried: three- and five-step returns, smaller networks (worse)."),
      Preset(
        "dqn", on: "MountainCar-v0", steps: 120_000, settings: DQNConfiguration.mountainCar,
        published: PublishedFigure(-100.849, deviation: 9.925, steps: 120_000),
        note: "Double, three-step returns, a falling rate, searched on other seeds; with one-step returns: -107.7."),
      Preset(
        "dqn", on: "LunarLander-v3", steps: 100_000, settings: DQNConfiguration.lunarLander,
        published: PublishedFigure(154.382, deviation: 79.241, steps: 100_000),
        note: "Published on v2. Double, three-step returns, a falling rate, networks of 64 and 64, "
          + "searched on other seeds."),
    ]
  }
}
