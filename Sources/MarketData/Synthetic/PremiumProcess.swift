import Randomness

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The premium of one symbol over its index on one venue, hour by hour, as a decimal for 8 hours.
///
/// The sum of a mean, the sentiment that all venues share (weighted), the venue's own mean-reverting part, and spikes
/// that decay; half of the spikes are followed by one in the other direction.
struct PremiumProcess {
  private let venue: SyntheticVenue
  private var own: MeanReversion
  private var spike = 0.0
  private var reversal: (hoursLeft: Int, size: Double)?

  init(_ venue: SyntheticVenue, using random: inout RandomStream) {
    self.venue = venue
    own = MeanReversion(deviation: venue.ownDeviation, halfLifeHours: venue.ownHalfLife, using: &random)
  }

  /// Moves on by an hour.
  ///
  /// - Parameters:
  ///   - shared: Sentiment that all venues share in that hour.
  ///   - random: Draws what is the venue's own.
  /// - Returns: The premium of the hour.
  mutating func advance(shared: Double, using random: inout RandomStream) -> Double {
    own.advance(using: &random)
    spike *= Self.spikePersistence
    if let due = reversal {
      reversal = due.hoursLeft > 1 ? (due.hoursLeft - 1, due.size) : nil
      if due.hoursLeft <= 1 { spike += due.size }
    }
    if random.uniformDouble() < venue.spikeChance {
      let direction: Double = random.uniformDouble() < 0.5 ? -1 : 1
      let size = direction * random.exponential(mean: venue.spikeSize)
      spike += size
      if random.uniformDouble() < Self.reversalShare {
        reversal = (1 + Int(random.exponential(mean: Self.meanReversalHours)), -Self.reversalSize * size)
      }
    }
    return venue.premiumMean + venue.sharedLoading * shared + own.value + spike
  }

  /// A spike halves in about 9 hours.
  private static let spikePersistence = 0.926
  private static let reversalShare = 0.5
  /// Size of a reversal as a share of its spike.
  private static let reversalSize = 0.8
  private static let meanReversalHours = 18.0
}
