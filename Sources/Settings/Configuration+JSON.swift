import Foundation

extension Configuration {
  /// This configuration with some of its fields replaced.
  ///
  /// A group of settings may name some of its own fields; whatever is not named stays. A field that is not there is
  /// refused, with those that are.
  ///
  /// - Parameter changes: An object; fields that hold groups of settings take objects in turn.
  /// - Returns: The configuration, validated.
  /// - Throws: ``ConfigurationError`` that names the field with its path, what it must be and what was found.
  public func applying(_ changes: JSONValue) throws(ConfigurationError) -> Self {
    let merged = try SettingsTree(of: self).merging(changes, at: [])
    let result: Self
    let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
    encoder.nonConformingFloatEncodingStrategy = JSONNumbers.encoding
    decoder.nonConformingFloatDecodingStrategy = JSONNumbers.decoding
    do {
      result = try decoder.decode(Self.self, from: encoder.encode(merged))
    } catch let error as ConfigurationError {
      throw error
    } catch let error as DecodingError {
      throw ConfigurationError(error, in: merged)
    } catch {
      throw ConfigurationError(field: "the document", must: "be readable", found: "\(error)")
    }
    try SettingsTree.requireKnownFields(in: merged, of: result.json, at: [])
    try result.validate()
    return result
  }

  /// All fields as JSON, those without a value included.
  public var json: JSONValue { SettingsTree(of: self).value }
}

/// A configuration taken apart: its JSON, and which of its parts are groups of settings.
private struct SettingsTree {
  let value: JSONValue
  /// The fields, in the order of declaration.
  private let fields: [Field]

  private struct Field {
    let name: String
    /// Its own fields, where it is a group.
    let tree: SettingsTree?
    /// What its numbers must be; `nil` if it holds none by itself.
    let number: NumberField?
  }

  init(of settings: some Configuration) {
    self.init(of: settings as Any, value: Self.encode(settings))
  }

  private init(of settings: Any, value: JSONValue) {
    var object: [String: JSONValue] = if case .object(let known) = value { known } else { [:] }
    fields = Mirror(reflecting: settings).children.compactMap { child in
      guard let name = child.label else { return nil }
      // An optional without a value is left out by encoders, yet it is a field.
      let part = object[name] ?? .null
      object[name] = part
      return Field(
        name: name, tree: Self.group(child.value).map { SettingsTree(of: $0, value: part) },
        number: NumberField(of: type(of: child.value)))
    }
    self.value = .object(object)
  }

  /// The value, looked at through an optional, where it is a group of settings.
  private static func group(_ value: Any) -> (any Configuration)? {
    let mirror = Mirror(reflecting: value)
    // A choice between cases is replaced as a whole: fields of another case would mean nothing.
    if mirror.displayStyle == .struct, let group = value as? any Configuration { return group }
    guard mirror.displayStyle == .optional, let wrapped = mirror.children.first else { return nil }
    return Self.group(wrapped.value)
  }

  private static func encode(_ settings: some Encodable) -> JSONValue {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = JSONNumbers.encoding
    guard let data = try? encoder.encode(settings),
      let value = try? JSONDecoder().decode(JSONValue.self, from: data)
    else { return .null }
    return value
  }

  /// Refuses what a decoder passed over: a field of the document that what was read does not have.
  ///
  /// Groups name their fields before they are decoded; choices between cases and types that decode themselves are known
  /// only by what they write. `null` stands for a field that is left out.
  static func requireKnownFields(
    in document: JSONValue, of known: JSONValue, at path: [String]
  ) throws(ConfigurationError) {
    switch (document, known) {
    case (.object(let fields), .object(let others)):
      for (name, value) in fields.sorted(by: { $0.key < $1.key }) where value != .null {
        guard let other = others[name] else {
          throw ConfigurationError(
            field: (path + [name]).joined(separator: "."),
            must: "be one of \(others.keys.sorted().joined(separator: ", "))", found: "unknown")
        }
        try requireKnownFields(in: value, of: other, at: path + [name])
      }
    case (.list(let values), .list(let others)):
      for (index, pair) in zip(values, others).enumerated() {
        try requireKnownFields(in: pair.0, of: pair.1, at: path + ["\(index)"])
      }
    default: return
    }
  }

  func merging(_ changes: JSONValue, at path: [String]) throws(ConfigurationError) -> JSONValue {
    guard case .object(let changed) = changes, case .object(var result) = value else {
      throw ConfigurationError(
        field: path.isEmpty ? "the document" : path.joined(separator: "."), must: "be an object", found: "\(changes)")
    }
    for (name, change) in changed.sorted(by: { $0.key < $1.key }) {
      guard let field = fields.first(where: { $0.name == name }) else {
        throw ConfigurationError(
          field: (path + [name]).joined(separator: "."),
          must: "be one of \(fields.map(\.name).joined(separator: ", "))", found: "unknown")
      }
      // Decoders refuse a number without saying where it is.
      if let must = field.number?.refusal(of: change) {
        throw ConfigurationError(field: (path + [name]).joined(separator: "."), must: must, found: "\(change)")
      }
      if let tree = field.tree, change != .null {
        result[name] = try tree.merging(change, at: path + [name])
      } else {
        result[name] = change
      }
    }
    return .object(result)
  }
}

extension ConfigurationError {
  /// What a decoder could not read, in our words.
  fileprivate init(_ error: DecodingError, in document: JSONValue) {
    let (context, must): (DecodingError.Context, String) =
      switch error {
      case .typeMismatch(let type, let context): (context, "be \(Self.name(of: type))")
      case .valueNotFound(let type, let context): (context, "be \(Self.name(of: type))")
      case .keyNotFound(let key, let context): (context, "have \(key.stringValue)")
      case .dataCorrupted(let context): (context, "be understood (\(context.debugDescription))")
      @unknown default: (.init(codingPath: [], debugDescription: ""), "be understood")
      }
    let path = context.codingPath.map(\.stringValue)
    self.init(
      field: path.isEmpty ? "the document" : path.joined(separator: "."), must: must,
      found: document.value(at: path)?.description ?? "nothing")
  }

  private static func name(of type: Any.Type) -> String {
    switch type {
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is String.Type: "text"
    case is [Any].Type: "a list"
    default: "\(type)"
    }
  }
}

extension JSONValue {
  /// What lies at a path of keys and indices.
  fileprivate func value(at path: [String]) -> JSONValue? {
    guard let first = path.first else { return self }
    let rest = Array(path.dropFirst())
    switch self {
    case .object(let values): return values[first]?.value(at: rest)
    case .list(let values):
      guard let index = Int(first.filter(\.isNumber)), values.indices.contains(index) else { return nil }
      return values[index].value(at: rest)
    default: return nil
    }
  }
}
