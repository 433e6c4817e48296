extension Schedule: Codable {
  private enum CodingKeys: String, CodingKey {
    case from
    case to
    case shape
    case points
    case warmUp
    case then
  }

  private enum Shape: String, Codable {
    case linear
    case exponential
  }

  /// Reads a number, or an object with `from`, `to` and maybe `shape`, with `points`, or with `warmUp` and `then`.
  public init(from decoder: any Decoder) throws {
    if let value = try? decoder.singleValueContainer().decode(Float.self) {
      self = .constant(value)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let points = try container.decodeIfPresent([Point].self, forKey: .points) {
      self = .piecewise(points)
      return
    }
    if let share = try container.decodeIfPresent(Double.self, forKey: .warmUp) {
      self = .warmUp(over: share, then: try container.decode(Schedule.self, forKey: .then))
      return
    }
    let from = try container.decode(Float.self, forKey: .from)
    let to = try container.decode(Float.self, forKey: .to)
    switch try container.decodeIfPresent(Shape.self, forKey: .shape) ?? .linear {
    case .linear: self = .linear(from: from, to: to)
    case .exponential: self = .exponential(from: from, to: to)
    }
  }

  /// Writes a constant as a bare number.
  public func encode(to encoder: any Encoder) throws {
    if case .constant(let value) = self {
      var container = encoder.singleValueContainer()
      try container.encode(value)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .constant: break
    case .linear(let from, let to):
      try container.encode(from, forKey: .from)
      try container.encode(to, forKey: .to)
      try container.encode(Shape.linear, forKey: .shape)
    case .exponential(let from, let to):
      try container.encode(from, forKey: .from)
      try container.encode(to, forKey: .to)
      try container.encode(Shape.exponential, forKey: .shape)
    case .piecewise(let points):
      try container.encode(points, forKey: .points)
    case .warmUp(let share, let base):
      try container.encode(share, forKey: .warmUp)
      try container.encode(base, forKey: .then)
    }
  }
}
