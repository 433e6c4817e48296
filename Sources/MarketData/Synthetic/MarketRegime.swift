/// What a simulated symbol is doing.
public enum MarketRegime: Int, CaseIterable, Sendable, Codable {
  /// Prices drift up; longs crowd in and pay.
  case uptrend
  /// Prices drift down; shorts crowd in and pay.
  case downtrend
  /// Prices are pulled back to where the regime began.
  case ranging
  /// Large moves in both directions, large volume.
  case volatilityExpansion
  /// Small moves, small volume.
  case volatilityContraction
}
