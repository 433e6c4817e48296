import Foundation
import Persistence

/// A file of one line that outlives a crash of its writer.
final class StatusFile {
  private let descriptor: Int32

  init(_ url: URL?) throws(FileError) {
    guard let url else {
      descriptor = -1
      return
    }
    descriptor = open(url.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .unwritable(path: url.path, reason: String(cString: strerror(errno))) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Replaces the line.
  func write(_ line: String) {
    guard descriptor >= 0 else { return }
    let padded = Array((line.dropLast() + String(repeating: " ", count: max(0, 80 - line.count)) + "\n").utf8)
    _ = pwrite(descriptor, padded, padded.count, 0)
  }
}
