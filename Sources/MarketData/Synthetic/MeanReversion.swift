import Randomness

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An Ornstein–Uhlenbeck process around 0, sampled exactly once an hour.
///
/// x(t+1) = φ·x(t) + s·√(1 − φ²)·ε with φ = 2^(−1/half-life), so that s is the standard deviation at every hour
/// (Uhlenbeck and Ornstein 1930).
struct MeanReversion {
  private let persistence: Double
  private let shock: Double
  private(set) var value: Double

  /// Starts from the stationary distribution.
  init(deviation: Double, halfLifeHours: Double, using random: inout RandomStream) {
    persistence = exp2(-1 / halfLifeHours)
    shock = deviation * (1 - persistence * persistence).squareRoot()
    value = deviation * random.normal()
  }

  /// Moves on by an hour.
  mutating func advance(using random: inout RandomStream) {
    value = persistence * value + shock * random.normal()
  }
}
