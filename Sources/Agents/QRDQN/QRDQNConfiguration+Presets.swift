import Networks
import RLCore

/// The hyperparameters of the RL Baselines3 Zoo for one environment, but for what each preset names.
extension QRDQNConfiguration {
  /// For `CartPole-v1`, 50 000 steps.
  ///
  /// Double, with returns of three steps, at a learning rate of 1e-3 that falls to 0, as for DQN; the Zoo has neither
  /// of the first two, and 2.3e-3 throughout.
  public static let cartPole = QRDQNConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), batchSize: 64,
    cadence: UpdateCadence(learningStarts: 1000, interval: 256, gradientSteps: 128), targetInterval: 10,
    exploration: .linear(from: 1, to: 0.04, over: 0.16), quantiles: 10, double: true,
    replay: ReplayConfiguration(capacity: 100_000, returnSteps: 3), network: LayersBlueprint(hidden: [256, 256]))

  /// For `Acrobot-v1`, 100 000 steps.
  ///
  /// As many gradient steps as environment steps, four at a time; the learning rate falls to 0, which the Zoo's does
  /// not.
  public static let acrobot = QRDQNConfiguration(
    learningRate: .linear(from: 6.3e-4, to: 0), batchSize: 128,
    cadence: UpdateCadence(learningStarts: 0, interval: 4, gradientSteps: 4), targetInterval: 250,
    exploration: .linear(from: 1, to: 0.1, over: 0.12), quantiles: 25, replay: ReplayConfiguration(capacity: 50_000),
    network: LayersBlueprint(hidden: [256, 256]))

  /// For `MountainCar-v0`, 120 000 steps.
  ///
  /// Double, at a learning rate that falls to 0: neither of which the Zoo has.
  public static let mountainCar = QRDQNConfiguration(
    learningRate: .linear(from: 4e-3, to: 0), batchSize: 128, discount: 0.98,
    cadence: UpdateCadence(learningStarts: 1000, interval: 16, gradientSteps: 8), targetInterval: 600,
    exploration: .linear(from: 1, to: 0.07, over: 0.2), quantiles: 25, double: true,
    replay: ReplayConfiguration(capacity: 10_000),
    network: LayersBlueprint(hidden: [256, 256]))

  /// For `LunarLander-v3`, 100 000 steps.
  ///
  /// The settings of ``DQNConfiguration/lunarLander``, with 25 quantiles, a learning rate that falls from 1e-3 and a
  /// copy into the target network every 100 steps. The Zoo has 170 quantiles, networks of 256 and 256, returns of one
  /// step, a rate that falls from 1.5e-3, a copy every step, 256 gradient steps after every 256 steps from step 10 000
  /// on, a memory of 100 000, a discount of 0.995, more exploration, no limit of the gradient, and is not double.
  public static let lunarLander = QRDQNConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), batchSize: 128,
    cadence: UpdateCadence(learningStarts: 0, interval: 4, gradientSteps: 4), targetInterval: 100,
    exploration: .linear(from: 1, to: 0.1, over: 0.12), quantiles: 25, double: true,
    replay: ReplayConfiguration(capacity: 50_000, returnSteps: 3), maximumGradientNorm: 10,
    network: LayersBlueprint(hidden: [64, 64]))
}
