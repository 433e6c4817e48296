import Agents
import RLCore

extension Preset {
  /// PPO on the classic tasks.
  static var ppo: [Preset] {
    [
      Preset(
        "ppo", on: "CartPole-v1", environments: 8, steps: 100_000, settings: PPOConfiguration.cartPole,
        published: PublishedFigure(500, deviation: 0, steps: 100_000))
    ]
  }
}
