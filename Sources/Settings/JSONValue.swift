import Foundation

/// A JSON document as a value: what a settings file holds before anybody knows what it must hold.
public enum JSONValue: Sendable, Equatable {
  /// `null`
  case null
  /// `true` or `false`
  case boolean(Bool)
  /// A number without a fraction.
  case integer(Int)
  /// A number without a fraction above the largest `Int`, as half of all seeds are.
  case unsigned(UInt64)
  /// Any other number.
  case number(Double)
  /// Text.
  case text(String)
  /// A list.
  case list([JSONValue])
  /// Values by key.
  case object([String: JSONValue])

  /// Reads a document.
  ///
  /// - Throws: ``ConfigurationError`` if it is not JSON; what was found says where.
  public init(parsing text: String) throws(ConfigurationError) {
    do {
      self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    } catch let error as NumberBeyondRange {
      throw ConfigurationError(
        field: error.path.isEmpty ? "the document" : error.path.joined(separator: "."),
        must: "be a number within ±1.797e308", found: "one beyond")
    } catch {
      let cause = ((error as? DecodingError)?.underlying as NSError?)?.userInfo["NSDebugDescription"] as? String
      throw ConfigurationError(
        field: "the document", must: "be JSON", found: cause ?? Self.beginning(of: text))
    }
  }

  private static func beginning(of text: String) -> String {
    let isBlank = text.allSatisfy(\.isWhitespace)
    return isBlank ? "nothing" : text.count > 60 ? "\(text.prefix(60))…" : text
  }

  /// The value as JSON text with sorted keys.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = JSONNumbers.encoding
    // A JSON value always encodes: numbers that JSON does not have are written as text.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }
}

/// Numbers that JSON does not have, as text: `"infinity"`, `"-infinity"`, `"nan"`.
enum JSONNumbers {
  private static let (infinity, negativeInfinity, notANumber) = ("infinity", "-infinity", "nan")

  static var encoding: JSONEncoder.NonConformingFloatEncodingStrategy {
    .convertToString(positiveInfinity: infinity, negativeInfinity: negativeInfinity, nan: notANumber)
  }
  static var decoding: JSONDecoder.NonConformingFloatDecodingStrategy {
    .convertFromString(positiveInfinity: infinity, negativeInfinity: negativeInfinity, nan: notANumber)
  }
  /// The texts that stand for numbers.
  static let names = [infinity, negativeInfinity, notANumber]
}

/// A number in a document that no `Double` can hold.
private struct NumberBeyondRange: Error {
  let path: [String]
}

extension DecodingError {
  /// What a parser said, where this wraps it.
  fileprivate var underlying: (any Error)? {
    if case .dataCorrupted(let context) = self { context.underlyingError } else { nil }
  }
}

extension JSONValue: Codable {
  /// Reads any JSON value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .unsigned(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if var values = try? decoder.unkeyedContainer() {
      var list: [JSONValue] = []
      while !values.isAtEnd { list.append(try values.decode(JSONValue.self)) }
      self = .list(list)
    } else if let values = try? decoder.container(keyedBy: AnyKey.self) {
      var object: [String: JSONValue] = [:]
      for key in values.allKeys { object[key.stringValue] = try values.decode(JSONValue.self, forKey: key) }
      self = .object(object)
    } else {
      // Everything else was tried: a number that is too large.
      throw NumberBeyondRange(path: decoder.codingPath.map(\.stringValue))
    }
  }

  /// Writes the value as what it stands for.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}

/// A key of an object whatever it is.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension JSONValue: CustomStringConvertible {
  /// The value on one line, as messages quote it.
  public var description: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): "\"\(value)\""
    case .list(let values): "[\(values.map(\.description).joined(separator: ", "))]"
    case .object(let values):
      "{\(values.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", "))}"
    }
  }
}
