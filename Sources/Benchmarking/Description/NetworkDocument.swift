import Foundation
import Networks
import Persistence
import Settings

/// A network as a user wrote it: a file, or JSON text.
///
/// It is the network as an agent's settings have it, and then that of every network of the agent (`network`, or `actor` and
/// `critic` alike), or an object of these fields.
public struct NetworkDocument: Sendable {
  /// Fields of settings that hold networks.
  static let fields = ["network", "actor", "critic"]

  private let document: JSONValue?

  /// Reads a document; `nil` is the network that the agent has by default.
  ///
  /// - Parameter source: JSON text, which begins with a brace or a bracket, or the path of a file with such text.
  /// - Throws: `FileError` if the file cannot be read, `ConfigurationError` if it is not JSON.
  public init(_ source: String?) throws {
    guard let source else {
      document = nil
      return
    }
    let text = source.drop(while: \.isWhitespace)
    guard !text.hasPrefix("{"), !text.hasPrefix("[") else {
      document = try JSONValue(parsing: source)
      return
    }
    let content: String
    do { content = try String(contentsOfFile: source, encoding: .utf8) } catch {
      throw FileError.unreadable(path: source, reason: error.localizedDescription)
    }
    do { document = try JSONValue(parsing: content) } catch {
      throw ConfigurationError(field: source, must: error.must, found: error.found)
    }
  }

  /// The changes to an agent's settings that say the same, with a replay buffer no larger than describing needs.
  func changes(to settings: JSONValue) -> JSONValue {
    var changes: [String: JSONValue] = [:]
    if case .object(let fields) = networkChanges(to: settings) { changes = fields }
    if case .object(let known) = settings, known["replay"] != nil {
      changes["replay"] = .object(["capacity": .integer(4096)])
    }
    return .object(changes)
  }

  private func networkChanges(to settings: JSONValue) -> JSONValue {
    guard let document else { return .object([:]) }
    if case .object(let values) = document, !values.isEmpty, values.keys.allSatisfy(Self.fields.contains) {
      return document
    }
    guard case .object(let known) = settings else { return document }
    return .object(
      Dictionary(uniqueKeysWithValues: Self.fields.filter { known[$0] != nil }.map { ($0, document) }))
  }

  /// The encodings in an agent's settings, by the field of their network.
  static func encodings(in settings: JSONValue) -> [(field: String, encoding: ObservationEncoding)] {
    guard case .object(let values) = settings else { return [] }
    return fields.compactMap { field in
      guard case .object(let network)? = values[field], case .object? = network["encoding"],
        let document = network["encoding"],
        let encoding = try? JSONDecoder().decode(ObservationEncoding.self, from: Data(document.text.utf8))
      else { return nil }
      return (field, encoding)
    }
  }
}
