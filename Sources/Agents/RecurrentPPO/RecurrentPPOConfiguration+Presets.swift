import Networks
import RLCore
import Tensors

extension RecurrentPPOConfiguration {
  /// The hyperparameters of the RL Baselines3 Zoo for `CartPole-v1` without velocities, for eight environments.
  public static let cartPoleWithoutVelocity = RecurrentPPOConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), rolloutSteps: 32, batchSize: 256, epochs: 20, discount: 0.98,
    lambda: 0.8, clipRange: .linear(from: 0.2, to: 0), normalizesObservations: true, normalizesReturns: true,
    network: RecurrentBlueprint(width: 64, policy: [64], value: [64], activation: .relu))
}
