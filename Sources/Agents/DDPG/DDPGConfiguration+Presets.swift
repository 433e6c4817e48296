import RLCore

extension DDPGConfiguration {
  /// The hyperparameters of the RL Baselines3 Zoo for `Pendulum-v1`: one environment, 20 000 steps.
  public static let pendulum = DDPGConfiguration(
    discount: 0.98, cadence: UpdateCadence(learningStarts: 10_000), replay: ReplayConfiguration(capacity: 200_000))

  /// The hyperparameters of the RL Baselines3 Zoo for `MountainCarContinuous-v0`: one environment, 300 000 steps.
  public static let mountainCarContinuous = DDPGConfiguration(
    explorationNoise: .ornsteinUhlenbeck(deviation: 0.5))

  /// The hyperparameters of the RL Baselines3 Zoo for `LunarLanderContinuous`: one environment, 300 000 steps.
  public static let lunarLanderContinuous = DDPGConfiguration(
    discount: 0.98, cadence: UpdateCadence(learningStarts: 10_000), replay: ReplayConfiguration(capacity: 200_000))
}
