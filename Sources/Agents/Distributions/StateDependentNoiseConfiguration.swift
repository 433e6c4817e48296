import Settings

/// Settings of noise that depends on the state (gSDE; Raffin, Kober and Stulp, "Smooth Exploration for Robotic
/// Reinforcement Learning", 2021).
///
/// The noise of an action is a linear function of what the policy's last layer reads, drawn once for many steps: the
/// same state gets the same noise, and an arm is pushed along rather than shaken.
public struct StateDependentNoiseConfiguration: Configuration {
  /// Steps between two draws of the function within a rollout; `nil` draws at the start of each rollout only.
  public var sampleInterval: Int?
  /// Whether deviations above 1 grow with the logarithm of their parameter, not exponentially.
  public var usesExpln: Bool
  /// Whether the features learn through the variance too.
  public var learnsFeatures: Bool

  /// Drawn at the start of each rollout, with exponential deviations that the features do not learn through.
  public init(sampleInterval: Int? = nil, usesExpln: Bool = false, learnsFeatures: Bool = false) {
    self.sampleInterval = sampleInterval
    self.usesExpln = usesExpln
    self.learnsFeatures = learnsFeatures
  }

  /// Requires every value to lie in its range.
  public func validate() throws(ConfigurationError) {
    if let sampleInterval {
      try require(
        sampleInterval > 0, "stateDependentNoise.sampleInterval", must: "be positive or null", found: sampleInterval)
    }
  }
}
