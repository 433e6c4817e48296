import Accounting
import Foundation
import TextFormats

/// The marked values of an axis, with their labels.
struct AxisTicks {
  /// The values, ascending.
  let values: [Double]
  /// The texts, one a value.
  let labels: [String]

  /// Round numbers, steps of 1, 2 or 5 times a power of ten.
  ///
  /// - Parameters:
  ///   - domain: Values of the axis.
  ///   - count: About how many; the result has at most one and a half times as many.
  ///   - smallestStep: The least distance of two marks, 1 for counted things.
  /// - Returns: Marks within the domain.
  static func numbers(in domain: ClosedRange<Double>, count: Int, smallestStep: Double = 0) -> AxisTicks {
    let raw = max((domain.upperBound - domain.lowerBound) / Double(max(count, 1)), smallestStep)
    guard domain.lowerBound < domain.upperBound, raw.isFinite else { return AxisTicks(values: [], labels: []) }
    let step = step(atLeast: raw)
    let decimals = max(0, Int(-floor(log10(step * 1.001))))
    let first = Int((domain.lowerBound / step).rounded(.up))
    let last = Int((domain.upperBound / step).rounded(.down))
    let values = first <= last ? (first...last).map { Double($0) * step } : []
    return AxisTicks(values: values, labels: values.map { AxisText.number($0, decimals: decimals) })
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is not below a positive width.
  static func step(atLeast width: Double) -> Double {
    let power = pow(10, floor(log10(width)))
    let factor = [1.0, 2, 5, 10].first { $0 * power >= width * 0.999 } ?? 10
    return factor * power
  }

  /// Round hours, days or months in UTC.
  ///
  /// - Parameters:
  ///   - domain: Epoch milliseconds.
  ///   - count: The most marks that are wanted.
  /// - Returns: Marks within the domain.
  static func times(in domain: ClosedRange<Double>, count: Int) -> AxisTicks {
    let hour = 3_600_000.0
    let width = domain.upperBound - domain.lowerBound
    let steps = [1.0, 2, 3, 6, 12, 24, 48, 96, 168, 336].map { $0 * hour }
    guard let step = steps.first(where: { width / $0 <= Double(count) }) else {
      return months(in: domain, count: count)
    }
    let first = Int((domain.lowerBound / step).rounded(.up))
    let last = Int((domain.upperBound / step).rounded(.down))
    let values = first <= last ? (first...last).map { Double($0) * step } : []
    let labels = values.map { value in
      let date = UTCDate(timestamp: Int64(value))
      return date.hour == 0 ? AxisText.day(date) : date.timeText
    }
    return AxisTicks(values: values, labels: labels)
  }

  /// The first day of every first, second, third … month.
  private static func months(in domain: ClosedRange<Double>, count: Int) -> AxisTicks {
    let day = 86_400_000.0
    var starts: [(value: Double, date: UTCDate)] = []
    var value = (domain.lowerBound / day).rounded(.up) * day
    while value <= domain.upperBound {
      let date = UTCDate(timestamp: Int64(value))
      if date.day == 1 { starts.append((value, date)) }
      value += day
    }
    let step = [1, 2, 3, 6].first { starts.count / $0 <= count } ?? 12
    let chosen = starts.filter { ($0.date.month - 1) % step == 0 }
    return AxisTicks(values: chosen.map(\.value), labels: chosen.map { AxisText.month($0.date) })
  }
}
