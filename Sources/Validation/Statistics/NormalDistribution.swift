import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard normal distribution.
public enum NormalDistribution {
  /// The probability of a value of at most `x`: ½·erfc(−x / √2), accurate in both tails.
  public static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }

  /// The value that is not exceeded with the given probability; −∞ at 0 and ∞ at 1.
  ///
  /// - Precondition: `probability` in 0…1.
  public static func quantile(_ probability: Double) -> Double {
    enforce((0...1).contains(probability), "probability must be in 0…1, was \(probability)")
    return probability > 0.5 ? upperQuantile(1 - probability) : -upperQuantile(probability)
  }

  /// The value that is exceeded with the given probability, which keeps its digits where the tail is small; ∞ at 0 and
  /// −∞ at 1.
  ///
  /// A rational first guess (Abramowitz and Stegun 26.2.23, error below 4.5·10⁻⁴), then three steps of Halley's method on
  /// ``cumulative(_:)``; each step about triples the correct digits.
  ///
  /// - Precondition: `tail` in 0…1.
  public static func upperQuantile(_ tail: Double) -> Double {
    enforce((0...1).contains(tail), "tail must be in 0…1, was \(tail)")
    if tail > 0.5 { return -upperQuantile(1 - tail) }
    guard tail > 0 else { return .infinity }
    let t = (-2 * log(tail)).squareRoot()
    let guess =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    var x = -guess
    for _ in 0..<3 {
      let step = (cumulative(x) - tail) * (2 * Double.pi).squareRoot() * exp(x * x / 2)
      x -= step / (1 + x * step / 2)
    }
    return -x
  }
}
