/// Where each setting was given, so that a complaint can say it.
package struct SettingSources {
  package var file: SettingsFile?
  package var flags: RunConfiguration.Given = [:]

  /// The beginning of a sentence about a setting: its flag, its line in the file, or its key alone.
  ///
  /// Of a setting of the agent, `agentSettings.replay.capacity`, its path follows where it was given.
  package func subject(_ key: String) -> String {
    if let dot = key.firstIndex(of: "."), key[..<dot] == "agentSettings", flags["agentSettings"] != nil {
      return "--agent-settings: \(key[dot...].dropFirst())"
    }
    if let dot = key.firstIndex(of: "."), let file, let entry = file.entries[String(key[..<dot])] {
      return "\(file.path) line \(entry.line): \(key)"
    }
    if flags[key] != nil { return "--" + Self.flag(of: key) }
    if let file, let entry = file.entries[key] { return "\(file.path) line \(entry.line): \(key)" }
    return key
  }

  /// The flag that sets a key: `maximumPositions` is set by `--maximum-positions`.
  package static func flag(of key: String) -> String {
    key.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }
}
