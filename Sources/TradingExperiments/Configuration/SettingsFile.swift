import Foundation
import Persistence
import Yams

/// A file of settings, JSON or YAML, that knows the line of every key.
package struct SettingsFile {
  /// One setting as it stands in the file.
  package struct Entry {
    package let line: Int
    /// In the types of JSON: number, text, truth value, null, list or object.
    package let value: Any
  }

  package let path: String
  package let entries: [String: Entry]

  /// Reads a file of keys and values.
  ///
  /// - Throws: ``ExperimentError`` that names file, line and what is wrong.
  package init(_ path: String) throws {
    self.path = path
    let data = try AtomicFile.read(URL(fileURLWithPath: path))
    guard let text = String(data: data, encoding: .utf8) else {
      throw ExperimentError("\(path) must be text in UTF-8, was other bytes")
    }
    if let problem = SettingsTextGuard.problem(of: text) { throw ExperimentError("\(path) \(problem)") }
    let root = try Self.parse(text, of: path)
    guard let root, case .mapping(let mapping) = root else {
      let found = root == nil ? "empty" : "something else"
      throw ExperimentError("\(path) line \(root?.mark?.line ?? 1): the file must hold keys and values, was \(found)")
    }
    var entries: [String: Entry] = [:]
    for (key, value) in mapping {
      let (name, line) = (key.string ?? "", key.mark?.line ?? 1)
      guard JSONSerialization.isValidJSONObject([value.any]) else {
        throw ExperimentError("\(path) line \(line): \(name) must be a value that JSON can hold, was \(value.any)")
      }
      entries[name] = Entry(line: line, value: value.any)
    }
    self.entries = entries
  }

  private static func parse(_ text: String, of path: String) throws -> Node? {
    // Days stay text: YAML would make a date of an unquoted 2025-03-01. Seeds have 64 bits without a sign.
    // Numbers to the base of 60 are text: reading long ones overflows.
    let resolver = Resolver.default.removing(.timestamp)
    var scalars = Constructor.defaultScalarMap
    scalars[.int] = { scalar in
      if scalar.string.contains(":") { return nil }
      return Int.construct(from: scalar) ?? UInt64.construct(from: scalar)
    }
    scalars[.float] = { $0.string.contains(":") ? nil : Double.construct(from: $0) }
    do {
      return try Yams.compose(yaml: text, resolver, Constructor(scalars))
    } catch let error as YamlError {
      throw ExperimentError(sentence(error, path: path))
    } catch {
      throw ExperimentError("\(path) must be JSON or YAML, but \(error)")
    }
  }

  private static func sentence(_ error: YamlError, path: String) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "\(path) line \(mark.line), column \(mark.column): the file must be JSON or YAML, but \(problem)"
    case .duplicatedKeysInMapping(let duplicates, _):
      "\(path): \(duplicates.sorted().joined(separator: ", ")) must stand once, was given again"
    default:
      "\(path) must be JSON or YAML, but \(error)"
    }
  }
}
