import Accounting
import Foundation
import TextFormats

/// Texts of axes and tooltips.
enum AxisText {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `22 Oct`.
  static func day(_ date: UTCDate) -> String { "\(date.day) \(months[date.month - 1])" }

  /// `Oct 2025`.
  static func month(_ date: UTCDate) -> String { "\(months[date.month - 1]) \(date.year)" }

  /// `-12,345.60`; `NumberText.undefined` for values that are not finite.
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

  /// Three significant digits, for values of any size: `0.0003`, `1.25e-5`, `12,300`.
  static func significant(_ value: Double) -> String {
    let size = abs(value)
    guard value.isFinite else { return NumberText.undefined }
    guard value != 0 else { return "0" }
    if size >= 1e6 || size < 1e-4 * 0.9995 {
      let parts = String(format: "%.2e", value).split(separator: "e")
      guard parts.count == 2, let exponent = Int(parts[1]) else { return NumberText.undefined }
      return "\(withoutTrailingZeros(String(parts[0])))e\(exponent)"
    }
    let decimals = max(0, 2 - Int(floor(log10(size * 1.000001))))
    return withoutTrailingZeros(number(value, decimals: decimals))
  }

  private static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var shortened = text
    while shortened.hasSuffix("0") { shortened.removeLast() }
    if shortened.hasSuffix(".") { shortened.removeLast() }
    return shortened
  }
}
