extension BenchmarkSuite {
  /// Classic control, and LunarLander through the bridge: every agent on the tasks for which the RL Baselines3 Zoo
  /// publishes it, within the same numbers of steps.
  public static var classic: BenchmarkSuite {
    BenchmarkSuite("classic", presets: Preset.ppo, tasks: BenchmarkTask.classic)
  }
}
