import Statistics
import TextFormats

extension NumberText {
  /// An interval as `-1.20 … 3.40`.
  public static func interval(_ interval: ConfidenceInterval?, decimals: Int) -> String {
    guard let interval else { return undefined }
    return "\(fixed(interval.lower, decimals: decimals)) … \(fixed(interval.upper, decimals: decimals))"
  }
}
