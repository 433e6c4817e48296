import Foundation
import Randomness
import Settings

/// The values that a hyper-parameter may take, and how it is drawn and perturbed.
public enum HyperparameterDomain: Sendable, Equatable {
  /// Drawn uniformly; a perturbation scales it.
  case uniform(lower: Double, upper: Double)
  /// Drawn uniformly in the logarithm; a perturbation scales it.
  case logUniform(lower: Double, upper: Double)
  /// Drawn uniformly below 1; a perturbation scales its distance from 1.
  ///
  /// For γ and λ, of which 1/(1 − γ) is the horizon in steps: scaling γ itself by 0.8 or 1.2 leaves every sensible range
  /// at once, so that clamping would throw it from one bound to the other.
  case belowOne(lower: Double, upper: Double)
  /// Whole numbers, drawn uniformly with both bounds; a perturbation scales and rounds, and moves by 1 at least.
  case integer(lower: Int, upper: Int)
  /// One of some values in an order in which neighbours are alike; a perturbation moves to a neighbour.
  case choices([JSONValue])

  /// Factors of a perturbation.
  static let factors = [0.8, 1.2]

  /// A value from anywhere in the domain.
  public func sample(using random: inout RandomStream) -> JSONValue {
    switch self {
    case .uniform(let lower, let upper), .belowOne(let lower, let upper):
      return number(lower + (upper - lower) * random.uniformDouble())
    case .logUniform(let lower, let upper):
      return number(exp(log(lower) + (log(upper) - log(lower)) * random.uniformDouble()))
    case .integer(let lower, let upper):
      return .integer(lower + random.index(below: upper - lower + 1))
    case .choices(let values):
      return values[random.index(below: values.count)].canonical
    }
  }

  /// A value near another, within the domain.
  ///
  /// - Parameters:
  ///   - value: In the domain; what is no value of it is drawn anew.
  ///   - random: Says whether up or down.
  /// - Returns: ×0.8 or ×1.2, clamped, or a neighbour.
  public func perturb(_ value: JSONValue, using random: inout RandomStream) -> JSONValue {
    let isUp = random.index(below: 2) == 1
    switch self {
    case .uniform, .logUniform:
      guard let old = value.double else { return sample(using: &random) }
      return number(old * Self.factors[isUp ? 1 : 0])
    case .belowOne:
      guard let old = value.double else { return sample(using: &random) }
      return number(1 - (1 - old) * Self.factors[isUp ? 1 : 0])
    case .integer(let lower, let upper):
      guard case .integer(let old) = value else { return sample(using: &random) }
      let scaled = (Double(old) * Self.factors[isUp ? 1 : 0]).rounded()
      let moved = isUp ? max(Int(scaled), old + 1) : min(Int(scaled), old - 1)
      return .integer(min(max(moved, lower), upper))
    case .choices(let values):
      let canonical = values.map(\.canonical)
      guard let place = canonical.firstIndex(of: value.canonical) else { return sample(using: &random) }
      guard canonical.count > 1 else { return canonical[place] }
      // At an end there is one neighbour.
      let isPossible = canonical.indices.contains(place + (isUp ? 1 : -1))
      return canonical[place + (isUp == isPossible ? 1 : -1)]
    }
  }

  /// Whether a value belongs to the domain.
  public func contains(_ value: JSONValue) -> Bool {
    switch self {
    case .uniform(let lower, let upper), .logUniform(let lower, let upper), .belowOne(let lower, let upper):
      value.double.map { lower <= $0 && $0 <= upper } ?? false
    case .integer(let lower, let upper):
      if case .integer(let whole) = value { (lower...upper).contains(whole) } else { false }
    case .choices(let values): values.contains { $0.canonical == value.canonical }
    }
  }

  /// Values between which, or among which, all others lie.
  var extremes: [JSONValue] {
    switch self {
    case .uniform(let lower, let upper), .logUniform(let lower, let upper), .belowOne(let lower, let upper):
      [.number(lower), .number(upper)]
    case .integer(let lower, let upper): [.integer(lower), .integer(upper)]
    case .choices(let values): values
    }
  }

  /// Within the bounds, with six significant digits: what files and tables show is what is used.
  private func number(_ value: Double) -> JSONValue {
    guard case .number(let lower)? = extremes.first, case .number(let upper)? = extremes.last else { return .null }
    let rounded = Double(String(format: "%.6g", value)) ?? value
    return JSONValue.number(min(max(rounded, lower), upper)).canonical
  }
}

extension JSONValue {
  /// The value of a number of either kind.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The value as it comes back from a file: a number without a fraction is whole.
  var canonical: JSONValue {
    if case .number(let value) = self, let whole = Int(exactly: value) { .integer(whole) } else { self }
  }
}
