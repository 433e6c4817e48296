/// Looks over the text of a settings file before a parser does, whose calls nest as deeply as the text.
package enum SettingsTextGuard {
  /// Longest file, bytes.
  package static let maximumLength = 1 << 20
  /// Deepest nesting; a settings file has four levels.
  package static let maximumDepth = 100

  /// What is wrong with a text, to read on from the name of the file; `nil` if a parser may have it.
  ///
  /// - Complexity: O(length).
  package static func problem(of text: String) -> String? {
    guard text.utf8.count <= maximumLength else {
      return "must have at most \(maximumLength) bytes, was \(text.utf8.count)"
    }
    var (line, depth, indent, isIndent) = (1, 0, 0, true)
    var previous: UInt8 = UInt8(ascii: "\n")
    var (anchorLine, aliasLine): (Int?, Int?) = (nil, nil)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if byte == UInt8(ascii: "\n") { line += 1 }
        (indent, isIndent) = (0, true)
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "\t"):
        // Lists in lists may all begin on one line, a column apart.
        if isIndent { indent += 1 }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        (depth, isIndent) = (depth + 1, false)
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        (depth, isIndent) = (max(0, depth - 1), false)
      default:
        if startsToken(after: previous) {
          if byte == UInt8(ascii: "&") { anchorLine = anchorLine ?? line }
          if byte == UInt8(ascii: "*") { aliasLine = aliasLine ?? line }
        }
        isIndent = false
      }
      guard depth <= maximumDepth, indent <= 2 * maximumDepth else {
        return "line \(line): values must nest at most \(maximumDepth) levels deep"
      }
      previous = byte
    }
    // A few lines of them can stand for more values than there is memory.
    if anchorLine != nil, let aliasLine { return "line \(aliasLine): values must be written out, was an alias" }
    return nil
  }

  private static func startsToken(after byte: UInt8) -> Bool {
    [" ", "\n", "\r", "\t", "[", "{", ",", "-", ":", "?"].contains { (mark: Unicode.Scalar) in
      byte == UInt8(ascii: mark)
    }
  }
}
