import Foundation

/// A setting that may change over a run, as a value: it depends on nothing but the share of the steps that were taken.
///
/// In JSON a number stands for a constant, `{"from": 0.2, "to": 0}` for a straight line over the run,
/// `{"from": 1, "to": 0.01, "shape": "exponential"}` for a constant factor a step,
/// `{"points": [{"at": 0, "value": 1}, {"at": 0.1, "value": 0.05}]}` for straight lines between points, and
/// `{"warmUp": 0.05, "then": …}` for any of them that is risen to from 0 over the first 5 % of the run.
public enum Schedule: Sendable, Equatable {
  /// A value at a share of the run.
  public struct Point: Sendable, Equatable, Codable {
    /// Share of the run, in 0...1.
    public var at: Double
    /// The value there.
    public var value: Float

    /// A value at a share of the run.
    public init(at: Double, value: Float) {
      self.at = at
      self.value = value
    }
  }

  /// The same throughout.
  case constant(Float)
  /// A straight line from the start of the run to its end.
  case linear(from: Float, to: Float)
  /// The same factor for each step, from the start of the run to its end; both values are positive.
  case exponential(from: Float, to: Float)
  /// Straight lines between points in the order of their places; constant before the first and after the last.
  case piecewise([Point])
  /// Another schedule times a factor that rises in a straight line from 0 to 1 while a share of the run is done, above 0
  /// and at most 1: the warm-up of a learning rate.
  indirect case warmUp(over: Double, then: Schedule)

  /// A straight line that ends when `share` of the run is done, and stays there: the usual schedule of ε.
  public static func linear(from: Float, to: Float, over share: Double) -> Schedule {
    .piecewise([Point(at: 0, value: from), Point(at: share, value: to)])
  }

  /// The value when `fraction` of the run is done, 0...1.
  public func value(at fraction: Double) -> Float {
    let fraction = min(max(fraction, 0), 1)
    switch self {
    case .constant(let value): return value
    case .linear(let from, let to): return Self.interpolate(from, to, fraction)
    case .exponential(let from, let to): return Float(Double(from) * pow(Double(to) / Double(from), fraction))
    case .piecewise(let points): return Self.value(of: points, at: fraction)
    case .warmUp(let share, let base):
      let value = base.value(at: fraction)
      return fraction < share ? Self.interpolate(0, value, fraction / share) : value
    }
  }

  /// This schedule, risen to from 0 while `share` of the run is done.
  public func warmedUp(over share: Double) -> Schedule { .warmUp(over: share, then: self) }

  /// The value at the start.
  public var start: Float { value(at: 0) }
  /// The value at the end.
  public var end: Float { value(at: 1) }

  /// The values between which all others lie.
  public var extremes: [Float] {
    switch self {
    case .piecewise(let points): points.map(\.value)
    case .warmUp(_, let base): [0] + base.extremes
    case .constant, .linear, .exponential: [start, end]
    }
  }

  /// What is wrong with the schedule itself, or `nil`.
  public var defect: String? {
    switch self {
    case .constant, .linear: return nil
    case .exponential(let from, let to):
      return from > 0 && to > 0 ? nil : "have positive ends where it is exponential"
    case .piecewise(let points):
      let places = points.map(\.at)
      let isOrdered = zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
      return !points.isEmpty && isOrdered && places.allSatisfy { (0...1).contains($0) }
        ? nil : "have points at rising places in 0...1"
    case .warmUp(let share, let base):
      return share > 0 && share <= 1 ? base.defect : "warm up over a share above 0, at most 1"
    }
  }

  private static func interpolate(_ from: Float, _ to: Float, _ share: Double) -> Float {
    Float(Double(from) + (Double(to) - Double(from)) * share)
  }

  private static func value(of points: [Point], at fraction: Double) -> Float {
    guard let next = points.firstIndex(where: { $0.at > fraction }) else { return points.last?.value ?? 0 }
    guard next > 0 else { return points[0].value }
    let (left, right) = (points[next - 1], points[next])
    return interpolate(left.value, right.value, (fraction - left.at) / (right.at - left.at))
  }
}

extension Schedule: ExpressibleByFloatLiteral {
  /// A constant.
  public init(floatLiteral value: Float) { self = .constant(value) }
}
