/// A named number of a run, for logs.
public struct Figure: Sendable, Equatable, Codable {
  /// Its name: `evaluation/score`.
  public var name: String
  /// Its value; `nil` if there is none yet, or none that is defined.
  public var value: Double?

  /// A figure.
  public init(_ name: String, _ value: Double?) {
    self.name = name
    self.value = value
  }

  private enum CodingKeys: CodingKey {
    case name, value
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    if let number = try? container.decodeIfPresent(Double.self, forKey: .value) {
      value = number
    } else {
      let text = try container.decodeIfPresent(String.self, forKey: .value)
      value = try text.map { text in
        guard let value = Double(text) else {
          throw DecodingError.dataCorruptedError(
            forKey: .value, in: container, debugDescription: "a figure must be a number, was \(text)")
        }
        return value
      }
    }
  }

  /// Writes a value that is not finite as text: JSON has no infinity, and a loss can become one.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    if let value, !value.isFinite {
      try container.encode("\(value)", forKey: .value)
    } else {
      try container.encodeIfPresent(value, forKey: .value)
    }
  }
}

/// Something with figures of its own, which loggers write beside those of updates.
public protocol FigureSource: AnyObject {
  /// The figures as they are now; always the same names in the same order.
  var figures: [Figure] { get }
}
