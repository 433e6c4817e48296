import Networks
import RLCore

extension SACConfiguration {
  /// For `Pendulum-v1`: one environment, 20 000 steps.
  ///
  /// Networks of 64 and 64 with minibatches of 128, where the RL Baselines3 Zoo has 256, 256 and 256: several times
  /// faster. The learning rate falls to 0, the discount is 0.98, learning starts after 1000 steps, and 20 000
  /// transitions are remembered, all of this run; the Zoo has 1e-3 throughout, 0.99, 100 and 1 000 000.
  public static let pendulum = SACConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), batchSize: 128, discount: 0.98,
    cadence: UpdateCadence(learningStarts: 1000), replay: ReplayConfiguration(capacity: 20_000),
    actor: LayersBlueprint(hidden: [64, 64]), critic: LayersBlueprint(hidden: [64, 64]))

  /// The hyperparameters of the RL Baselines3 Zoo for `MountainCarContinuous-v0`: one environment, 50 000 steps.
  public static let mountainCarContinuous = SACConfiguration(
    batchSize: 512, discount: 0.9999, targetShare: 0.01, temperature: .fixed(value: 0.1),
    cadence: UpdateCadence(learningStarts: 0, interval: 32, gradientSteps: 32),
    replay: ReplayConfiguration(capacity: 50_000), actor: LayersBlueprint(hidden: [64, 64]),
    critic: LayersBlueprint(hidden: [64, 64]),
    stateDependentNoise: StateDependentNoiseConfiguration(usesExpln: true, learnsFeatures: true),
    initialLogDeviation: -3.67)

  /// For `LunarLanderContinuous`: one environment, 500 000 steps.
  ///
  /// Networks of 64 and 64, returns of five steps and a gradient step every other step, where the RL Baselines3 Zoo has
  /// 400 and 300, one step, and one every step.
  public static let lunarLanderContinuous = SACConfiguration(
    learningRate: .linear(from: 7.3e-4, to: 0), targetShare: 0.01,
    cadence: UpdateCadence(learningStarts: 10_000, interval: 2), replay: ReplayConfiguration(returnSteps: 5),
    actor: LayersBlueprint(hidden: [64, 64]), critic: LayersBlueprint(hidden: [64, 64]))

  /// A small network that solves `Pendulum-v1` within seconds: one environment, 6 000 steps.
  public static let quickPendulum = SACConfiguration(
    learningRate: 2e-3, batchSize: 128, discount: 0.98, targetShare: 0.01,
    cadence: UpdateCadence(learningStarts: 500), replay: ReplayConfiguration(capacity: 10_000),
    actor: LayersBlueprint(hidden: [64, 64]), critic: LayersBlueprint(hidden: [64, 64]))
}
