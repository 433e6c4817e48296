import RLCore

extension PPOConfiguration {
  /// The hyperparameters of the RL Baselines3 Zoo for `CartPole-v1`, for eight environments.
  public static let cartPole = PPOConfiguration(
    learningRate: .linear(from: 1e-3, to: 0), rolloutSteps: 32, batchSize: 256, epochs: 20, discount: 0.98,
    lambda: 0.8, clipRange: .linear(from: 0.2, to: 0))
}
