import Foundation
import RLCore
import Settings

extension RunConfiguration {
  /// Settings as they were given, by key.
  public typealias Given = [String: any Sendable]

  /// The defaults, overlaid with a file, overlaid with flags.
  ///
  /// - Parameters:
  ///   - path: JSON or YAML; every key must be one of this type's. A key that is null keeps its default.
  ///   - flags: What the command line gives; it wins. `agentSettings` may be the path of a file with them.
  ///   - defaults: What holds where neither says anything.
  /// - Returns: Settings that have passed every check.
  /// - Throws: ``ExperimentError`` or `ConfigurationError`; both say where the setting was given.
  public static func resolve(
    file path: String?, flags: Given, defaults: RunConfiguration = RunConfiguration()
  ) throws -> RunConfiguration {
    let file = try path.map(SettingsFile.init)
    let sources = SettingSources(file: file, flags: flags)
    var settings = try object(of: defaults)
    for (key, entry) in file?.entries.sorted(by: { $0.value.line < $1.value.line }) ?? [] {
      guard SettingRule.byKey[key] != nil else {
        let known = SettingRule.byKey.keys.sorted().joined(separator: ", ")
        throw ExperimentError("\(sources.subject(key)) is not an option; known are \(known)")
      }
      if !(entry.value is NSNull) { settings[key] = entry.value }
    }
    for (key, value) in flags {
      if key == "agentSettings", let path = value as? String {
        settings[key] = try SettingsFile(path).entries.mapValues(\.value)
        continue
      }
      guard JSONSerialization.isValidJSONObject([value]) else {
        throw ConfigurationError(field: sources.subject(key), must: "be a finite number", found: "\(value)")
      }
      settings[key] = value
    }
    var configuration = try decode(settings, sources)
    if !configuration.hasAgentKeys {
      for key in agentKeys {
        let flag: Any? = flags[key]
        guard let value = flag ?? file?.entries[key]?.value, !(value is NSNull) else { continue }
        let error = configuration.keyOfOtherAgent(key, found: text(value))
        throw ConfigurationError(field: sources.subject(key), must: error.must, found: error.found)
      }
      configuration.forgetKeysOfOtherAgents()
    }
    // A run may be resumed from another directory, so paths are stored absolute.
    configuration.data = configuration.data.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    configuration.initializeFrom = configuration.initializeFrom.map {
      URL(fileURLWithPath: $0).standardizedFileURL.path
    }
    do {
      try configuration.validate()
    } catch {
      throw ConfigurationError(field: sources.subject(error.field), must: error.must, found: error.found)
    }
    return configuration
  }

  /// Reads the settings of an earlier run from its `config.json`.
  public static func read(_ url: URL) throws -> RunConfiguration {
    guard let entry = try SettingsFile(url.path).entries["settings"], let object = entry.value as? [String: Any] else {
      throw ExperimentError("\(url.path): settings must be an object, was missing")
    }
    // Runs from before there was a choice saw what the documents describe, with the agent whose settings have keys.
    let old: [String: Any] = ["layout": "document", "holdPreference": 0, "warmStart": "none"]
    let chosen = object.merging(["agent": agentWithKeys.name]) { recorded, _ in recorded }
    let settings = try decode(
      object["layout"] == nil ? chosen.merging(old) { given, _ in given } : chosen, SettingSources(),
      prefix: "\(url.path): ")
    do {
      try settings.validate()
    } catch {
      throw ConfigurationError(field: "\(url.path): \(error.field)", must: error.must, found: error.found)
    }
    return settings
  }

  private static func decode(
    _ settings: [String: Any], _ sources: SettingSources, prefix: String = ""
  ) throws -> RunConfiguration {
    do {
      return try decode(settings)
    } catch let error as DecodingError {
      // A number that does not fit its type is reported without its key; alone among defaults it shows.
      let key = try error.key ?? culprit(in: settings)
      throw ConfigurationError(
        field: prefix + sources.subject(key), must: SettingRule.byKey[key] ?? "be known",
        found: settings[key].map(text) ?? "missing")
    }
  }

  private static func decode(_ settings: [String: Any]) throws -> RunConfiguration {
    try JSONDecoder().decode(RunConfiguration.self, from: JSONSerialization.data(withJSONObject: settings))
  }

  private static func culprit(in settings: [String: Any]) throws -> String {
    let defaults = try object(of: RunConfiguration())
    return settings.keys.sorted().first { key in
      (try? decode(defaults.merging([key: settings[key] ?? NSNull()]) { _, new in new })) == nil
    } ?? "a setting"
  }

  /// A value as JSON, which shows text apart from numbers.
  private static func text(_ value: Any) -> String {
    let data = try? JSONSerialization.data(
      withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
  }

  private static func object(of configuration: RunConfiguration) throws -> [String: Any] {
    let data = try JSONEncoder().encode(configuration)
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}

extension DecodingError {
  /// The outermost key that is at fault.
  fileprivate var key: String? {
    switch self {
    case .keyNotFound(let key, let context): context.codingPath.first?.stringValue ?? key.stringValue
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath.first?.stringValue
    @unknown default: nil
    }
  }
}
