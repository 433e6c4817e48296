import Foundation

/// Numbers as a person reads them, the same on every machine.
public enum NumberText {
  /// Stands for a value that is undefined.
  public static let undefined = "–"

  /// A number with a fixed count of decimals: `-1.20`; never `-0.00`.
  ///
  /// `nil` and values that are not finite give ``undefined``.
  public static func fixed(_ value: Double?, decimals: Int) -> String {
    guard let value, value.isFinite else { return undefined }
    let text = String(format: "%.\(decimals)f", value)
    let isZero = text.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// An interval as `-1.20 … 3.40`.
  public static func interval(_ interval: ConfidenceInterval?, decimals: Int) -> String {
    guard let interval else { return undefined }
    return "\(fixed(interval.lower, decimals: decimals)) … \(fixed(interval.upper, decimals: decimals))"
  }
}
