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
