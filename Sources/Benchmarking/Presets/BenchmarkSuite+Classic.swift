extension BenchmarkSuite {
  /// Classic control, and LunarLander through the bridge: every agent on the tasks for which the RL Baselines3 Zoo
  /// publishes it, within the same numbers of steps.
  public static var classic: BenchmarkSuite {
    BenchmarkSuite(
      "classic",
      presets: Preset.ppo + Preset.a2c + Preset.dqn + Preset.qrdqn + Preset.sac + Preset.td3 + Preset.ddpg
        + Preset.recurrentPPO,
      tasks: BenchmarkTask.classic)
  }
}
