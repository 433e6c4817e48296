import Networks
import RLCore

/// The hyperparameters of the RL Baselines3 Zoo for one environment, but for what each preset names.
extension DQNConfiguration {
  /// For `CartPole-v1`, 50 000 steps.
  ///
  /// Double, with returns of three steps, at a learning rate of 1e-3 that falls to 0, where the Zoo has single ones of one
  /// step at 2.3e-3 throughout: its settings ended at 481 and 333 on two seeds.
  public static let cartPole = DQNConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), batchSize: 64,
    cadence: UpdateCadence(learningStarts: 1000, interval: 256, gradientSteps: 128), targetInterval: 10,
    exploration: .linear(from: 1, to: 0.04, over: 0.16), double: true,
    replay: ReplayConfiguration(capacity: 100_000, returnSteps: 3),
    network: LayersBlueprint(hidden: [256, 256]))

  /// For `Acrobot-v1`, 100 000 steps.
  ///
  /// As many gradient steps as environment steps, four at a time; the learning rate falls to 0, which the Zoo's does
  /// not.
  public static let acrobot = DQNConfiguration(
    learningRate: .linear(from: 6.3e-4, to: 0), batchSize: 128,
    cadence: UpdateCadence(learningStarts: 0, interval: 4, gradientSteps: 4), targetInterval: 250,
    exploration: .linear(from: 1, to: 0.1, over: 0.12), replay: ReplayConfiguration(capacity: 50_000),
    network: LayersBlueprint(hidden: [256, 256]))

  /// For `MountainCar-v0`, 120 000 steps.
  ///
  /// Double, with returns of three steps, at a learning rate that falls to 0: none of which the Zoo has.
  public static let mountainCar = DQNConfiguration(
    learningRate: .linear(from: 4e-3, to: 0), batchSize: 128, discount: 0.98,
    cadence: UpdateCadence(learningStarts: 1000, interval: 16, gradientSteps: 8), targetInterval: 600,
    exploration: .linear(from: 1, to: 0.07, over: 0.2), double: true,
    replay: ReplayConfiguration(capacity: 10_000, returnSteps: 3),
    network: LayersBlueprint(hidden: [256, 256]))

  /// For `LunarLander-v3`, 100 000 steps.
  ///
  /// Those of `Acrobot-v1` but double, with returns of three steps and networks of 64 and 64, where the Zoo has 256 and
  /// 256, and a learning rate that stays.
  public static let lunarLander = DQNConfiguration(
    learningRate: .linear(from: 6.3e-4, to: 0), batchSize: 128,
    cadence: UpdateCadence(learningStarts: 0, interval: 4, gradientSteps: 4), targetInterval: 250,
    exploration: .linear(from: 1, to: 0.1, over: 0.12), double: true,
    replay: ReplayConfiguration(capacity: 50_000, returnSteps: 3), network: LayersBlueprint(hidden: [64, 64]))
}
