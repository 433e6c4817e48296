import Networks
import RLCore

extension SACConfiguration {
  /// The hyperparameters of the RL Baselines3 Zoo for `Pendulum-v1`: one environment, 20 000 steps.
  public static let pendulum = SACConfiguration(
    learningRate: 1e-3, replay: ReplayConfiguration(capacity: 20_000))

  /// A small network that solves `Pendulum-v1` within seconds: one environment, 6 000 steps.
  public static let quickPendulum = SACConfiguration(
    learningRate: 2e-3, batchSize: 128, discount: 0.98, targetShare: 0.01,
    cadence: UpdateCadence(learningStarts: 500), replay: ReplayConfiguration(capacity: 10_000),
    actor: LayersBlueprint(hidden: [64, 64]), critic: LayersBlueprint(hidden: [64, 64]))
}
