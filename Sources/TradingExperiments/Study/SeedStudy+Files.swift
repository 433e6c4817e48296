import Foundation
import Settings

extension SeedStudy.Variation {
  /// Reads variations from a file that maps names to the settings in which they differ.
  ///
  /// ```
  /// {"as it is": {}, "hourly": {"decisionInterval": 1, "discount": 0.99}}
  /// ```
  ///
  /// - Parameters:
  ///   - path: JSON or YAML.
  ///   - config: A file of settings that all variations have.
  ///   - flags: What the command line gives to all variations; the variation wins.
  /// - Returns: The variations, in the order of the file.
  /// - Throws: ``ExperimentError`` or `ConfigurationError`, which names the variation.
  public static func read(
    _ path: String, config: String? = nil, flags: RunConfiguration.Given = [:]
  ) throws -> [SeedStudy.Variation] {
    let entries = try SettingsFile(path).entries.sorted { $0.value.line < $1.value.line }
    return try entries.map { name, entry in
      let place = "\(path) line \(entry.line): \(name)"
      guard let object = entry.value as? [String: Any] else {
        throw ExperimentError("\(place) must be an object of settings, was \("\(entry.value)".prefix(80))")
      }
      for key in object.keys.sorted() {
        guard SettingRule.byKey[key] != nil else { throw ExperimentError("\(place): \(key) is not an option") }
        guard !ownKeys.contains(key) else {
          throw ExperimentError("\(place): \(key) must be left to the study, which sets it for each run")
        }
      }
      let settings: RunConfiguration
      do {
        settings = try RunConfiguration.resolve(
          file: config, flags: flags.merging(object.mapValues(given)) { _, new in new })
      } catch let error as ConfigurationError {
        throw ConfigurationError(field: "\(place): \(error.field)", must: error.must, found: error.found)
      } catch let error as ExperimentError {
        throw ExperimentError("\(place): \(error)")
      }
      return Self(name, settings)
    }
  }

  /// Settings that are the study's.
  private static let ownKeys: Set = ["seed", "threads", "output"]

  /// A value of JSON as the command line would give it.
  private static func given(_ value: Any) -> any Sendable {
    switch value {
    case let truth as Bool: truth
    case let number as Int: number
    case let number as UInt64: number
    case let number as Double: number
    case let list as [Any]: list.map(given)
    case let object as [String: Any]: object.mapValues(given)
    default: "\(value)"
    }
  }
}
