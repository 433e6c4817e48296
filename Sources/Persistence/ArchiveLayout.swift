/// Names and limits of the file layout, as writing and reading share them.
enum ArchiveLayout {
  static let metadataKey = "__metadata__"
  static let checksumKey = "checksum"
  static let versionKey = "format_version"
  /// What stands in the place of the checksum while it is taken.
  static let emptyChecksum = String(repeating: "0", count: 16)
  /// Bytes of the length before the header.
  static let prefix = 8
  /// Longest header, bytes; the JSON of a longer one would take gigabytes of memory.
  static let maximumHeader = 100_000_000

  /// The entry of the checksum as it stands in the header.
  static func entry(checksum: String) -> String { "\"\(checksumKey)\":\"\(checksum)\"" }
}
