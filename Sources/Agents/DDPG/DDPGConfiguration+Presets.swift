import Networks
import RLCore

extension DDPGConfiguration {
  /// The hyperparameters of the RL Baselines3 Zoo for `Pendulum-v1`: one environment, 20 000 steps.
  public static let pendulum = DDPGConfiguration(
    discount: 0.98, cadence: UpdateCadence(learningStarts: 10_000), replay: ReplayConfiguration(capacity: 200_000))

  /// For `MountainCarContinuous-v0`: one environment, 300 000 steps.
  ///
  /// Networks of 64 and 64 with minibatches of 128, where the RL Baselines3 Zoo has 400, 300 and 256.
  public static let mountainCarContinuous = DDPGConfiguration(
    batchSize: 128, explorationNoise: .ornsteinUhlenbeck(deviation: 0.5), actor: LayersBlueprint(hidden: [64, 64]),
    critic: LayersBlueprint(hidden: [64, 64]))

  /// For `LunarLanderContinuous`: one environment, 300 000 steps.
  ///
  /// Networks of 64 and 64, returns of three steps, a discount of 0.99, noise of 0.2 and a learning rate that falls to
  /// 0, where the RL Baselines3 Zoo has 400 and 300, one step, 0.98, 0.1 and 1e-3 throughout.
  public static let lunarLanderContinuous = DDPGConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), explorationNoise: .gaussian(deviation: 0.2),
    cadence: UpdateCadence(learningStarts: 10_000), replay: ReplayConfiguration(capacity: 200_000, returnSteps: 3),
    actor: LayersBlueprint(hidden: [64, 64]), critic: LayersBlueprint(hidden: [64, 64]))
}
