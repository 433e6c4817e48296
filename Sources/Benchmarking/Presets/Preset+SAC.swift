import Agents
import RLCore

extension Preset {
  /// SAC on the classic tasks, with the budgets of the RL Baselines3 Zoo.
  static var sac: [Preset] {
    [
      Preset(
        "sac", on: "Pendulum-v1", steps: 20_000, settings: SACConfiguration.pendulum,
        published: PublishedFigure(-156.995, deviation: 88.714, steps: 20_000))
    ]
  }
}
