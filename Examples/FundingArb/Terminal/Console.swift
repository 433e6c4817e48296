import Foundation

/// Standard output without a buffer: what is written appears at once and in order, also through a pipe.
enum Console {
  /// Writes text as it is.
  ///
  /// A terminal that is gone or full does not end a run: its files are what counts.
  static func write(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }

  /// Writes a line.
  static func print(_ line: String) { write(line + "\n") }
}
