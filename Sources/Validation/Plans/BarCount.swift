import Settings

/// Lengths of windows and gaps.
enum BarCount {
  /// Above this nobody means what they say, and sums of lengths could overflow.
  static let maximum = 1_000_000_000

  /// Requires a gap between windows to lie in 0…``maximum``.
  static func require(gap: Int, _ field: String) throws(ConfigurationError) {
    try Settings.require((0...maximum).contains(gap), field, must: "be in 0…10⁹", found: gap)
  }
}
