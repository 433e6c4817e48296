extension BenchmarkSuite {
  /// Classic control, and LunarLander through the bridge: every agent on the tasks for which the RL Baselines3 Zoo
  /// publishes it, within the same numbers of steps.
  public static var classic: BenchmarkSuite {
    BenchmarkSuite(
      "classic", presets: Preset.ppo + Preset.recurrentPPO + Preset.sac + Preset.td3 + Preset.ddpg,
      tasks: BenchmarkTask.classic)
  }
}
