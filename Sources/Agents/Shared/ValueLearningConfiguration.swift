import Networks
import RLCore
import Settings

/// The settings that agents with values of discrete choices have in common.
protocol ValueLearningConfiguration: Configuration {
  var learningRate: Schedule { get }
  var batchSize: Int { get }
  var discount: Float { get }
  var cadence: UpdateCadence { get }
  var targetInterval: Int { get }
  var exploration: Schedule { get }
  var replay: ReplayConfiguration { get }
  var maximumGradientNorm: Double? { get }
  /// ε of Adam.
  var optimizerEpsilon: Float { get }
  var weightDecay: Float { get }
  var threads: Int { get }
  var network: LayersBlueprint { get }
}

extension ValueLearningConfiguration {
  /// Requires what both have to lie in its range.
  func validateCommonSettings() throws(ConfigurationError) {
    try learningRate.requireLearningRate()
    try require((1...65_536).contains(batchSize), "batchSize", must: "be in 1...65536", found: batchSize)
    try require((0...1).contains(discount), "discount", must: "be in 0...1", found: discount)
    try require(targetInterval > 0, "targetInterval", must: "be positive", found: targetInterval)
    try exploration.require("exploration", must: "be in 0...1") { (0...1).contains($0) }
    if let maximumGradientNorm {
      try require(maximumGradientNorm > 0, "maximumGradientNorm", must: "be positive", found: maximumGradientNorm)
    }
    try require(optimizerEpsilon > 0, "adamEpsilon", must: "be positive", found: optimizerEpsilon)
    try require(
      weightDecay >= 0 && weightDecay.isFinite, "weightDecay", must: "be finite and not negative", found: weightDecay)
    try require((1...2).contains(threads), "threads", must: "be 1 or 2", found: threads)
    try cadence.validate()
    try replay.validate()
    try network.validate()
  }
}
