/// Where each setting was given, so that a complaint can say it.
package struct SettingSources {
  package var file: SettingsFile?
  package var flags: RunConfiguration.Given = [:]

  /// The beginning of a sentence about a setting: its flag, its line in the file, or its key alone.
  package func subject(_ key: String) -> String {
    if flags[key] != nil { return "--" + Self.flag(of: key) }
    if let file, let entry = file.entries[key] { return "\(file.path) line \(entry.line): \(key)" }
    return key
  }

  /// The flag that sets a key: `maximumPositions` is set by `--maximum-positions`.
  package static func flag(of key: String) -> String {
    key.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }
}
