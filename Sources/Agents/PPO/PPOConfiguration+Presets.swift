import Networks
import RLCore

/// The hyperparameters of the RL Baselines3 Zoo, improved where a search over a few settings found better ones.
extension PPOConfiguration {
  /// For `CartPole-v1`, with 8 environments and 100 000 steps.
  public static let cartPole = PPOConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), rolloutSteps: 32, batchSize: 256, epochs: 20, discount: 0.98,
    lambda: 0.8, clipRange: .linear(from: 0.2, to: 0))

  /// For `Acrobot-v1`, with 16 environments and 1 000 000 steps.
  ///
  /// At a learning rate of 1e-3 that falls to 0, where the Zoo's is 3e-4 throughout.
  public static let acrobot = PPOConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), rolloutSteps: 256, epochs: 4, lambda: 0.94,
    normalizesObservations: true, normalizesReturns: true)

  /// For `MountainCar-v0`, with 16 environments and 1 000 000 steps.
  ///
  /// Rollouts of 64 steps at a learning rate of 1e-3 that falls to 0 and a discount of 0.995, where the Zoo has 16,
  /// 3e-4 throughout and 0.99.
  public static let mountainCar = PPOConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), rolloutSteps: 64, epochs: 4, discount: 0.995, lambda: 0.98,
    normalizesObservations: true, normalizesReturns: true)

  /// For `LunarLander-v3`, discrete or continuous, with 16 environments and 1 000 000 steps.
  public static let lunarLander = PPOConfiguration(
    rolloutSteps: 1024, epochs: 4, discount: 0.999, lambda: 0.98, entropyCoefficient: 0.01)

  /// For `Pendulum-v1`, with 4 environments and 100 000 steps.
  ///
  /// A discount of 0.97, normalised returns and a learning rate that falls to 0, where the Zoo has 0.9, none and 1e-3
  /// throughout.
  public static let pendulum = PPOConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), rolloutSteps: 1024, discount: 0.97, normalizesReturns: true,
    stateDependentNoise: StateDependentNoiseConfiguration(sampleInterval: 4))

  /// For `MountainCarContinuous-v0`, with 1 environment and 20 000 steps.
  ///
  /// The noise begins at a log standard deviation of 0, at -3.29 in the Zoo, where some seeds never found the goal.
  public static let mountainCarContinuous = PPOConfiguration(
    learningRate: 7.77e-5, rolloutSteps: 8, batchSize: 256, discount: 0.9999, lambda: 0.9, clipRange: 0.1,
    entropyCoefficient: 0.00429, valueCoefficient: 0.19, maximumGradientNorm: 5, normalizesObservations: true,
    normalizesReturns: true, stateDependentNoise: StateDependentNoiseConfiguration(),
    network: MLPBlueprint(orthogonalInitialization: false))
}
