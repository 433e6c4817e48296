import Foundation
import Persistence

/// A text file that grows by whole lines and can be cut back to where it was.
final class LogFile {
  private let url: URL
  private let handle: FileHandle
  /// Its length.
  private(set) var bytes: Int

  /// Opens a file that begins with what was written up to a checkpoint; what was written after it is cut off.
  ///
  /// - Parameters:
  ///   - url: The file; where nothing is kept it is made, or emptied.
  ///   - bytes: How much is kept.
  /// - Throws: `FileError` if the file is shorter, or cannot be written.
  init(_ url: URL, keeping bytes: Int) throws(FileError) {
    if bytes == 0 { try AtomicFile.write(Data(), to: url) }
    do {
      let handle = try FileHandle(forUpdating: url)
      let found = Int(try handle.seekToEnd())
      guard found >= bytes else {
        throw FileError.unusable(
          path: url.path, problem: "must have the \(bytes) bytes that the checkpoint knows of, was \(found)")
      }
      try handle.truncate(atOffset: UInt64(bytes))
      try handle.seekToEnd()
      self.handle = handle
    } catch let error as FileError {
      throw error
    } catch {
      throw .unwritable(path: url.path, reason: error.localizedDescription)
    }
    self.url = url
    self.bytes = bytes
  }

  /// Hands a line to the system: it outlives this process.
  func append(_ line: String) throws(FileError) {
    let data = Data((line + "\n").utf8)
    do {
      try handle.write(contentsOf: data)
    } catch {
      throw .unwritable(path: url.path, reason: error.localizedDescription)
    }
    bytes += data.count
  }

  /// Sees that what was written outlives a loss of power, as far as the disk can tell.
  func synchronize() {
    // A disk that fails here fails the next line or the checkpoint, which both say so.
    try? handle.synchronize()
  }

  /// Closes the file; nothing can be appended after.
  func close() {
    synchronize()
    try? handle.close()
  }
}
