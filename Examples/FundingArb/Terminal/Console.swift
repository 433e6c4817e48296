import Foundation

/// Standard output without a buffer: what is written appears at once and in order, also through a pipe.
enum Console {
  /// Whether a person is watching.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Writes text as it is.
  static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

  /// Writes a line.
  static func print(_ line: String) { write(line + "\n") }
}
