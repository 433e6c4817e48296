import Foundation

/// Standard output without a buffer: what is written appears at once and in order, also through a pipe.
enum Console {
  /// Whether a person is watching.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Columns of the terminal, 80 where it does not say.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes text as it is.
  ///
  /// A terminal that is gone or full does not end a run: its files are what counts.
  static func write(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }

  /// Writes a line.
  static func print(_ line: String) { write(line + "\n") }
}
