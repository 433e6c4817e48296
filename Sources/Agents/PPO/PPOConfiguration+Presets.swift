import Networks
import RLCore

/// The hyperparameters of the RL Baselines3 Zoo.
extension PPOConfiguration {
  /// For `CartPole-v1`, with 8 environments and 100 000 steps.
  public static let cartPole = PPOConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), rolloutSteps: 32, batchSize: 256, epochs: 20, discount: 0.98,
    lambda: 0.8, clipRange: .linear(from: 0.2, to: 0))

  /// For `Acrobot-v1`, with 16 environments and 1 000 000 steps.
  public static let acrobot = PPOConfiguration(
    rolloutSteps: 256, epochs: 4, lambda: 0.94, normalizesObservations: true, normalizesReturns: true)

  /// For `MountainCar-v0`, with 16 environments and 1 000 000 steps.
  public static let mountainCar = PPOConfiguration(
    rolloutSteps: 16, epochs: 4, lambda: 0.98, normalizesObservations: true, normalizesReturns: true)

  /// For `LunarLander-v3`, discrete or continuous, with 16 environments and 1 000 000 steps.
  public static let lunarLander = PPOConfiguration(
    rolloutSteps: 1024, epochs: 4, discount: 0.999, lambda: 0.98, entropyCoefficient: 0.01)

  /// For `Pendulum-v1`, with 4 environments and 100 000 steps.
  public static let pendulum = PPOConfiguration(
    learningRate: 1e-3, rolloutSteps: 1024, discount: 0.9,
    stateDependentNoise: StateDependentNoiseConfiguration(sampleInterval: 4))

  /// For `MountainCarContinuous-v0`, with 1 environment and 20 000 steps.
  public static let mountainCarContinuous = PPOConfiguration(
    learningRate: 7.77e-5, rolloutSteps: 8, batchSize: 256, discount: 0.9999, lambda: 0.9, clipRange: 0.1,
    entropyCoefficient: 0.00429, valueCoefficient: 0.19, maximumGradientNorm: 5, normalizesObservations: true,
    normalizesReturns: true, initialLogDeviation: -3.29, stateDependentNoise: StateDependentNoiseConfiguration(),
    network: MLPBlueprint(orthogonalInitialization: false))
}
