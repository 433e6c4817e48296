import RLFramework

/// Everything that can be set, with a default for each; JSON, partial JSON and refusals come with the protocol.
struct ReinforceSettings: Configuration {
  var learningRate: Float = 5e-3
  /// γ in 0...1.
  var discount: Float = 1
  /// Episodes of an update.
  var episodes = 16
  var network = LayersBlueprint(hidden: [32], activation: .tanh)

  func validate() throws(ConfigurationError) {
    try require(learningRate > 0 && learningRate < 1, "learningRate", must: "be in 0..<1", found: learningRate)
    try require((0...1).contains(discount), "discount", must: "be in 0...1", found: discount)
    try require(episodes > 1, "episodes", must: "be at least 2", found: episodes)
    try network.validate()
  }
}
