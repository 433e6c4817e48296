import Foundation

/// Where progress is shown.
public struct TerminalOutput {
  /// Whether lines can be written over.
  public let isTerminal: Bool
  let width: () -> Int
  let write: (String) -> Void

  /// An output.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether lines can be written over.
  ///   - width: Columns that a line has now.
  ///   - write: Takes text without a line end.
  public init(isTerminal: Bool, width: @escaping () -> Int = { 80 }, write: @escaping (String) -> Void) {
    self.isTerminal = isTerminal
    self.width = width
    self.write = write
  }

  /// Standard output: a terminal, or a file or pipe that takes plain lines.
  ///
  /// What is written appears at once. An output that is gone or full does not end a run: its files are what counts.
  public static var standard: TerminalOutput {
    TerminalOutput(
      isTerminal: isatty(STDOUT_FILENO) == 1, width: { columns },
      write: { try? FileHandle.standardOutput.write(contentsOf: Data($0.utf8)) })
  }

  /// Columns of the terminal, 80 where it does not say.
  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
