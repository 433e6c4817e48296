import Agents
import RLCore

extension Preset {
  /// QR-DQN on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var qrdqn: [Preset] {
    [
      Preset(
        "qr-dqn", on: "CartPole-v1", steps: 50_000, settings: QRDQNConfiguration.cartPole,
        published: PublishedFigure(500, deviation: 0, steps: 50_000),
        note: "Double, three-step returns, a falling rate from 1e-3. Tried: one step, smaller networks (worse)."),
      Preset(
        "qr-dqn", on: "Acrobot-v1", steps: 100_000, settings: QRDQNConfiguration.acrobot,
        published: PublishedFigure(-69.135, deviation: 9.967, steps: 100_000),
        note: "A falling rate. Tried: three-step returns with smaller networks (worse)."),
      Preset(
        "qr-dqn", on: "MountainCar-v0", steps: 120_000, settings: QRDQNConfiguration.mountainCar,
        published: PublishedFigure(-106.042, deviation: 15.536, steps: 120_000),
        note: "Double, a falling rate."),
      Preset(
        "qr-dqn", on: "LunarLander-v3", steps: 100_000, settings: QRDQNConfiguration.lunarLander,
        published: PublishedFigure(70.236, deviation: 225.491, steps: 100_000),
        note: "Published on v2. As dqn, with 25 quantiles, a rate from 1e-3, a target interval of 100, "
          + "searched on other seeds."),
    ]
  }
}
