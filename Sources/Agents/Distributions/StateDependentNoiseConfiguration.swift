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

  /// Reads an object with some of the fields; the others keep their defaults, and unknown ones are refused.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    let known = ["sampleInterval", "usesExpln", "learnsFeatures"]
    if let unknown = fields.allKeys.map(\.stringValue).filter({ !known.contains($0) }).min() {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: "\(unknown) is none of \(known.joined(separator: ", "))"))
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      sampleInterval: try container.decodeIfPresent(Int.self, forKey: .sampleInterval),
      usesExpln: try container.decodeIfPresent(Bool.self, forKey: .usesExpln) ?? false,
      learnsFeatures: try container.decodeIfPresent(Bool.self, forKey: .learnsFeatures) ?? false)
  }

  private enum CodingKeys: String, CodingKey {
    case sampleInterval
    case usesExpln
    case learnsFeatures
  }

  /// Any key at all, to find those that are not known.
  private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Requires every value to lie in its range.
  public func validate() throws(ConfigurationError) {
    if let sampleInterval {
      try require(
        sampleInterval > 0, "stateDependentNoise.sampleInterval", must: "be positive or null", found: sampleInterval)
    }
  }
}
