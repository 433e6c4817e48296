import Networks
import RLCore
import Tensors

extension RecurrentPPOConfiguration {
  /// For `CartPole-v1` without velocities: eight environments, 100 000 steps.
  ///
  /// Rollouts of 64 steps and a learning rate that falls from 5e-4, where the RL Baselines3 Zoo has 32 and 1e-3.
  public static let cartPoleWithoutVelocity = RecurrentPPOConfiguration(
    learningRate: .linear(from: 5e-4, to: 0), rolloutSteps: 64, batchSize: 256, epochs: 20, discount: 0.98,
    lambda: 0.8, clipRange: .linear(from: 0.2, to: 0), normalizesObservations: true, normalizesReturns: true,
    network: RecurrentBlueprint(
      width: 64, policy: [64], value: [64], activation: .relu, startsOrthogonal: false))

  /// For `Pendulum-v1` without its velocity: four environments, 100 000 steps.
  ///
  /// Sequences of 32 steps, a discount of 0.95, a learning rate of 2e-3 that falls to 0, layers that start orthogonal
  /// and independent noise, where the RL Baselines3 Zoo has whole rollouts, 0.9, 1e-3 throughout, layers that do not,
  /// and state-dependent noise.
  public static let pendulumWithoutVelocity = RecurrentPPOConfiguration(
    learningRate: .linear(from: 2e-3, to: 0), rolloutSteps: 1024, sequenceLength: 32, discount: 0.95,
    normalizesObservations: true, normalizesReturns: true,
    network: RecurrentBlueprint(width: 64, policy: [64], value: [64], activation: .relu))

  /// For `MountainCarContinuous-v0` without its velocity: eight environments, 300 000 steps.
  ///
  /// Rollouts of 256 steps, noise that is drawn anew every 32 steps with a log standard deviation of -1, and a learning
  /// rate of 3e-4, where the RL Baselines3 Zoo has 1024, 8, 0 and 7.77e-5: with those the car never reached the goal.
  public static let mountainCarContinuousWithoutVelocity = RecurrentPPOConfiguration(
    learningRate: 3e-4, rolloutSteps: 256, batchSize: 256, discount: 0.9999, lambda: 0.9, clipRange: 0.1,
    entropyCoefficient: 0.00429, valueCoefficient: 0.19, maximumGradientNorm: 5, normalizesObservations: true,
    normalizesReturns: true, initialLogDeviation: -1,
    stateDependentNoise: StateDependentNoiseConfiguration(sampleInterval: 32),
    network: RecurrentBlueprint(width: 32, policy: [64], value: [64], startsOrthogonal: false))
}
