import Networks
import RLCore

/// The hyperparameters of the RL Baselines3 Zoo, improved where a search over a few settings found better ones.
extension A2CConfiguration {
  /// For `CartPole-v1`, with 8 environments and 500 000 steps.
  public static let cartPole = A2CConfiguration()

  /// For `Acrobot-v1`, with 16 environments and 500 000 steps.
  public static let acrobot = A2CConfiguration(normalizesObservations: true, normalizesReturns: true)

  /// For `MountainCar-v0`, with 16 environments and 1 000 000 steps.
  ///
  /// With an entropy bonus of 0.01 and a learning rate of 3e-3 that falls to 0, where the Zoo has none and 7e-4.
  public static let mountainCar = A2CConfiguration(
    learningRate: .linear(from: 3e-3, to: 0), entropyCoefficient: 0.01, normalizesObservations: true,
    normalizesReturns: true)

  /// For `LunarLander-v3`, with 8 environments and 200 000 steps.
  public static let lunarLander = A2CConfiguration(
    learningRate: .linear(from: 8.3e-4, to: 0), discount: 0.995, entropyCoefficient: 1e-5)

  /// For `Pendulum-v1`, with 8 environments and 1 000 000 steps.
  ///
  /// Adam and a discount of 0.97, where the Zoo has RMSprop and 0.9.
  public static let pendulum = A2CConfiguration(
    learningRate: .linear(from: 7e-4, to: 0), rolloutSteps: 8, discount: 0.97, lambda: 0.9, valueCoefficient: 0.4,
    optimizer: .adam(epsilon: 1e-5), normalizesObservations: true, normalizesReturns: true, initialLogDeviation: -2,
    stateDependentNoise: StateDependentNoiseConfiguration(),
    network: MLPBlueprint(orthogonalInitialization: false))

  /// For `MountainCarContinuous-v0`, with 4 environments and 100 000 steps.
  public static let mountainCarContinuous = A2CConfiguration(
    rolloutSteps: 100, normalizesObservations: true, normalizesReturns: true,
    stateDependentNoise: StateDependentNoiseConfiguration(sampleInterval: 16),
    network: MLPBlueprint(orthogonalInitialization: false))

  /// For `LunarLanderContinuous-v3`, with 16 environments and 5 000 000 steps.
  ///
  /// Adam, where the Zoo has RMSprop and 4 environments.
  public static let lunarLanderContinuous = A2CConfiguration(
    learningRate: .linear(from: 7e-4, to: 0), rolloutSteps: 8, lambda: 0.9, valueCoefficient: 0.4,
    optimizer: .adam(epsilon: 1e-5), normalizesObservations: true, normalizesReturns: true, initialLogDeviation: -2,
    stateDependentNoise: StateDependentNoiseConfiguration(),
    network: MLPBlueprint(orthogonalInitialization: false))
}
