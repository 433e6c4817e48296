import Accounting

/// Texts of axes and tooltips.
enum AxisText {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `22 Oct`.
  static func day(_ date: UTCDate) -> String { "\(date.day) \(months[date.month - 1])" }

  /// `Oct 2025`.
  static func month(_ date: UTCDate) -> String { "\(months[date.month - 1]) \(date.year)" }

  /// `-12,345.60`; ``NumberText/undefined`` for values that are not finite.
  static func number(_ value: Double, decimals: Int) -> String {
    let text = NumberText.fixed(value, decimals: decimals)
    guard value.isFinite else { return text }
    let whole = text.prefix { $0 != "." }
    let sign = whole.hasPrefix("-") ? "-" : ""
    var grouped = ""
    for (index, digit) in whole.dropFirst(sign.count).reversed().enumerated() {
      if index > 0, index % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return sign + String(grouped.reversed()) + text.dropFirst(whole.count)
  }
}
