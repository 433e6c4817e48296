import Settings

/// Spaces for proximal policy optimisation.
extension HyperparameterSpace {
  /// Settings of PPO for funding-rate arbitrage with one rate in logarithmic steps, four discounts and wide ranges: the
  /// space of the `pbt` preset.
  public static let singlePosition = HyperparameterSpace([
    Hyperparameter("learningRate", .logUniform(lower: 1e-5, upper: 1e-3)),
    Hyperparameter("discount", .choices([.number(0.95), .number(0.97), .number(0.99), .number(0.995)])),
    Hyperparameter("lambda", .belowOne(lower: 0.9, upper: 0.99)),
    Hyperparameter("entropyCoefficient", .uniform(lower: 0.01, upper: 0.1)),
    Hyperparameter("clipRange", .uniform(lower: 0.1, upper: 0.4)),
  ])

  /// Settings of PPO for tasks that pay after weeks what they cost at once: discounts with horizons (1 / (1 − γ) steps) of
  /// 100 to 1000 hours, and little entropy.
  ///
  /// With the discounts of the documents a position that earns 7 % a year never pays for its entry within the horizon,
  /// and the best that a member can learn is to stay out.
  public static let longHorizon = HyperparameterSpace([
    Hyperparameter("learningRate", .logUniform(lower: 5e-5, upper: 1e-3)),
    Hyperparameter("discount", .belowOne(lower: 0.99, upper: 0.999)),
    Hyperparameter("lambda", .belowOne(lower: 0.9, upper: 0.99)),
    Hyperparameter("entropyCoefficient", .logUniform(lower: 1e-4, upper: 1e-2)),
    Hyperparameter("clipRange", .uniform(lower: 0.1, upper: 0.3)),
  ])

  /// Settings of PPO for many opportunities and positions at once: narrower ranges, and the weight of the value loss.
  public static let multiPosition = HyperparameterSpace([
    Hyperparameter("learningRate", .uniform(lower: 1e-5, upper: 3e-4)),
    Hyperparameter("discount", .belowOne(lower: 0.95, upper: 0.995)),
    Hyperparameter("lambda", .belowOne(lower: 0.9, upper: 0.98)),
    Hyperparameter("clipRange", .uniform(lower: 0.15, upper: 0.3)),
    Hyperparameter("entropyCoefficient", .uniform(lower: 0.001, upper: 0.02)),
    Hyperparameter("valueCoefficient", .uniform(lower: 0.5, upper: 1)),
  ])
}
