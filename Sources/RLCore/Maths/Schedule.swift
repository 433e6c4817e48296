/// A setting that may change over a run.
///
/// In JSON a number stands for a constant, `{"from": 0.2, "to": 0}` for a straight line over the run.
public enum Schedule: Sendable, Equatable {
  /// The same throughout.
  case constant(Float)
  /// A straight line from the start of the run to its end.
  case linear(from: Float, to: Float)

  /// The value when `fraction` of the run is done, 0...1.
  public func value(at fraction: Double) -> Float {
    switch self {
    case .constant(let value): value
    case .linear(let from, let to): Float(Double(from) + (Double(to) - Double(from)) * min(max(fraction, 0), 1))
    }
  }

  /// The value at the start.
  public var start: Float { value(at: 0) }
  /// The value at the end.
  public var end: Float { value(at: 1) }
}

extension Schedule: ExpressibleByFloatLiteral {
  /// A constant.
  public init(floatLiteral value: Float) { self = .constant(value) }
}

extension Schedule: Codable {
  private enum CodingKeys: String, CodingKey {
    case from
    case to
  }

  /// Reads a number or an object with `from` and `to`.
  public init(from decoder: any Decoder) throws {
    if let value = try? decoder.singleValueContainer().decode(Float.self) {
      self = .constant(value)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self = .linear(
      from: try container.decode(Float.self, forKey: .from), to: try container.decode(Float.self, forKey: .to))
  }

  /// Writes a constant as a bare number.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .constant(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .linear(let from, let to):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(from, forKey: .from)
      try container.encode(to, forKey: .to)
    }
  }
}
