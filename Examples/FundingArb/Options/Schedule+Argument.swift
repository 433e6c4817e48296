import ArgumentParser
import RLFramework
import TradingExperiments

extension Schedule: ExpressibleByArgument {
  /// A schedule as an argument: `0.001`, or `0.001,0.0001` for a straight line over the run.
  public init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0) }
    guard numbers.count == parts.count, let start = numbers.first, let end = numbers.last, numbers.count <= 2 else {
      return nil
    }
    self = numbers.count == 1 ? .constant(start) : .linear(from: start, to: end)
  }

  /// The text that ``init(argument:)`` reads.
  var argumentText: String {
    switch self {
    case .constant(let value): "\(value)"
    case .linear(let from, let to): "\(from),\(to)"
    case .exponential, .piecewise, .warmUp: "a schedule that only a settings file can say"
    }
  }

  /// The value as it stands in a file of settings.
  var settingValue: any Sendable {
    switch self {
    case .constant(let value): value
    case .linear(let from, let to): ["from": from, "to": to]
    case .exponential(let from, let to):
      ["from": from, "to": to, "shape": "exponential"] as [String: any Sendable]
    case .piecewise(let points): ["points": points.map { ["at": Float($0.at), "value": $0.value] }]
    case .warmUp(let share, let base): ["warmUp": share, "then": base.settingValue] as [String: any Sendable]
    }
  }
}
