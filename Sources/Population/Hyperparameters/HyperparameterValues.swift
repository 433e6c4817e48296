import Settings

/// A value for each hyper-parameter, by path.
public struct HyperparameterValues: Sendable, Equatable, Codable {
  private var values: [String: JSONValue]

  /// Values by path; none if nothing is said.
  public init(_ values: [String: JSONValue] = [:]) { self.values = values }

  /// Reads an object with a field for each path.
  public init(from decoder: any Decoder) throws { values = try [String: JSONValue](from: decoder) }

  /// Writes an object with a field for each path.
  public func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }

  /// The value of a hyper-parameter.
  public subscript(path: String) -> JSONValue? {
    get { values[path] }
    set { values[path] = newValue }
  }

  /// Whether there are none.
  public var isEmpty: Bool { values.isEmpty }

  /// The values as one flat object: `{"learningRate": 0.00015, "replay.capacity": 10000}`.
  public var json: JSONValue { .object(values) }

  /// The values as settings of an agent: `{"learningRate": 0.00015, "replay": {"capacity": 10000}}`.
  public var settings: JSONValue {
    values.sorted { $0.key < $1.key }.reduce(.object([:])) { settings, entry in
      settings.replacing(entry.key.split(separator: ".").map(String.init)[...], by: entry.value)
    }
  }

  /// The values as text in the order of a space: `learningRate 1.8e-05, discount 0.99`.
  public func text(in space: HyperparameterSpace) -> String {
    space.paths.compactMap { path in values[path].map { "\(path) \($0.plainText)" } }.joined(separator: ", ")
  }
}

extension JSONValue {
  /// The value without quotes, as tables show it.
  var plainText: String { if case .text(let text) = self { text } else { "\(self)" } }

  /// This object with another value at a path of keys.
  fileprivate func replacing(_ path: ArraySlice<String>, by value: JSONValue) -> JSONValue {
    guard let key = path.first else { return value }
    var fields: [String: JSONValue] = if case .object(let known) = self { known } else { [:] }
    fields[key] = (fields[key] ?? .object([:])).replacing(path.dropFirst(), by: value)
    return .object(fields)
  }

  /// This object with the fields of another one, which win; objects within objects are merged in turn.
  func merging(_ other: JSONValue) -> JSONValue {
    guard case .object(let mine) = self, case .object(let theirs) = other else { return other }
    return .object(mine.merging(theirs) { $0.merging($1) })
  }
}
