import Accounting
import TextFormats

/// What runs along the horizontal axis of a chart.
enum HorizontalAxis {
  /// Epoch milliseconds, labelled with UTC dates.
  case time
  /// Numbers with a title: `environment steps`.
  case number(title: String)
  /// Whole numbers with a title: `generation`.
  case count(title: String)

  /// The marks of the axis within a domain; `count` is about how many there may be.
  func ticks(in domain: ClosedRange<Double>, count: Int) -> AxisTicks {
    switch self {
    case .time: AxisTicks.times(in: domain, count: count)
    case .number: AxisTicks.numbers(in: domain, count: count)
    case .count: AxisTicks.numbers(in: domain, count: count, smallestStep: 1)
    }
  }

  /// A place of the axis as a tooltip says it.
  func text(of place: Double) -> String {
    switch self {
    case .time: UTCDate(timestamp: Int64(place)).text + " UTC"
    case .number(let title): "\(AxisText.number(place, decimals: 0)) \(title)"
    case .count(let title): "\(title) \(AxisText.number(place, decimals: 0))"
    }
  }

  /// The text under the axis.
  var title: String {
    switch self {
    case .time: "UTC"
    case .number(let title), .count(let title): title
    }
  }
}
