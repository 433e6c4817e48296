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

  /// A number with its sign and a fixed count of decimals: `+1.20`.
  ///
  /// `nil` and values that are not finite give ``undefined``.
  public static func signed(_ value: Double?, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    return text == undefined || text.hasPrefix("-") ? text : "+" + text
  }

  /// A share as a percentage: `12.5 %` of 0.125.
  public static func percent(_ share: Double?, decimals: Int) -> String {
    "\(fixed(share.map { $0 * 100 }, decimals: decimals)) %"
  }

  /// A whole number in groups of three digits: `1 000 000`.
  public static func grouped(_ value: Int, separator: String = " ") -> String {
    let digits = Array(String(value.magnitude))
    let groups = digits.indices.map { index in
      (index > 0 && (digits.count - index) % 3 == 0 ? separator : "") + String(digits[index])
    }
    return (value < 0 ? "-" : "") + groups.joined()
  }

  /// Bytes in the unit that people would choose: `1.2 GiB`.
  public static func bytes(_ count: Int) -> String {
    var (value, unit) = (Double(count), 0)
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return "\(fixed(value, decimals: unit == 0 ? 0 : 1)) \(units[unit])"
  }
}
