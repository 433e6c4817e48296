import Foundation

/// Numbers as tables and messages show them.
enum NumberText {
  /// A whole number in groups of three digits: `1 000 000`.
  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    let groups = digits.indices.map { index in
      (index > 0 && (digits.count - index) % 3 == 0 ? " " : "") + String(digits[index])
    }
    return (value < 0 ? "-" : "") + groups.joined()
  }

  /// A number with so many decimals.
  static func fixed(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }

  /// A published figure with its spread and its budget: `-157.0 ± 88.7 in 20 000 steps`.
  static func figure(_ published: PublishedFigure) -> String {
    let spread = published.deviation.map { " ± \(fixed($0, 1))" } ?? ""
    return "\(fixed(published.mean, 1))\(spread) in \(grouped(published.steps)) steps"
  }

  /// Bytes in the unit that people would choose: `1.2 GiB`.
  static func bytes(_ count: Int) -> String {
    var (value, unit) = (Double(count), 0)
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return "\(fixed(value, unit == 0 ? 0 : 1)) \(units[unit])"
  }
}
