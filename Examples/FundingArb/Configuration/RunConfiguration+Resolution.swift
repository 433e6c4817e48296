import Foundation
import RLFramework
import Yams

extension RunConfiguration {
  /// Settings as they were given, by key.
  typealias Given = [String: any Sendable]

  /// The defaults, overlaid with a file, overlaid with flags.
  ///
  /// - Parameters:
  ///   - file: JSON or YAML; every key must be one of this type's.
  ///   - flags: What the command line gives; it wins.
  static func resolve(file: String?, flags: Given) throws -> RunConfiguration {
    var settings = try object(of: RunConfiguration())
    let known = try knownKeys()
    var lines: [String: Int] = [:]
    if let file {
      let text = String(decoding: try AtomicFile.read(URL(fileURLWithPath: file)), as: UTF8.self)
      for (key, value) in try parse(text, of: file) {
        lines[key] = line(of: key, in: text)
        guard known.contains(key) else {
          throw CommandError(
            "\(file) line \(line(of: key, in: text)): \(key) is not an option; known are \(known.sorted().joined(separator: ", "))")
        }
        settings[key] = value
      }
    }
    for (key, value) in flags { settings[key] = value }
    let configuration = try decode(settings, file: file, lines: lines.filter { flags[$0.key] == nil })
    try configuration.validate()
    try configuration.task.validate()
    return configuration
  }

  /// Reads the settings of an earlier run.
  static func read(_ url: URL) throws -> RunConfiguration {
    let text = String(decoding: try AtomicFile.read(url), as: UTF8.self)
    guard let object = try parse(text, of: url.path)["settings"] as? [String: Any] else {
      throw CommandError("\(url.path): settings must be an object, was missing")
    }
    return try decode(object, file: url.path, lines: [:])
  }

  private static func decode(_ settings: [String: Any], file: String?, lines: [String: Int]) throws -> RunConfiguration {
    do {
      let data = try JSONSerialization.data(withJSONObject: settings)
      return try JSONDecoder().decode(RunConfiguration.self, from: data)
    } catch let error as DecodingError {
      let context: DecodingError.Context? =
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
          .dataCorrupted(let context):
          context
        @unknown default: nil
        }
      let key = context?.codingPath.first?.stringValue ?? "a setting"
      let place = lines[key].map { "\(file ?? "") line \($0): " } ?? ""
      let found = settings[key].map { "\($0)" } ?? "missing"
      throw CommandError("\(place)\(key) has the wrong type, was \(found)")
    }
  }

  /// YAML, of which JSON is a part, as an object.
  private static func parse(_ text: String, of file: String) throws -> [String: Any] {
    do {
      guard let object = try Yams.load(yaml: text) as? [String: Any] else {
        throw CommandError("\(file) line 1: the file must hold keys and values, was something else")
      }
      return object
    } catch let error as YamlError {
      throw CommandError("\(file) is neither JSON nor YAML: \(error)")
    }
  }

  private static func line(of key: String, in text: String) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = lines.firstIndex { line in
      let trimmed = line.drop { " {\"'\t,".contains($0) }
      return trimmed.hasPrefix(key) && trimmed.dropFirst(key.count).first.map { ":\"' ".contains($0) } ?? false
    }
    return (index ?? 0) + 1
  }

  private static func object(of configuration: RunConfiguration) throws -> [String: Any] {
    let data = try JSONEncoder().encode(configuration)
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// All keys, the ones that are `nil` by default included.
  private static func knownKeys() throws -> Set<String> {
    var full = RunConfiguration()
    (full.data, full.output, full.network, full.maximumPositions) = ("", "", .mlp, 1)
    (full.trainFrom, full.validationFrom, full.finalFrom, full.finalTo) = ("", "", "", "")
    return Set(try object(of: full).keys)
  }
}
