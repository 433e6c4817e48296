import Foundation

/// A file could not be written or read; what was there before is untouched.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What was tried and why it failed: "cannot be written: No space left on device".
  public let reason: String

  /// Names a file and what went wrong with it.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "\(path) \(reason)" }
}

/// Files that appear whole or not at all.
public enum AtomicFile {
  /// Writes a file under a temporary name beside its target, syncs it to the disk and renames it.
  ///
  /// - Throws: ``FileError``; the previous content of `url`, if any, is intact and no temporary file stays behind.
  public static func write(_ content: Data, to url: URL) throws(FileError) {
    let temporary = url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).partial")
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw failure(url, "cannot be written") }
    var isComplete = content.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        let written = Foundation.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
        if written <= 0 { return false }
        offset += written
      }
      return true
    }
    isComplete = isComplete && fsync(descriptor) == 0
    isComplete = close(descriptor) == 0 && isComplete
    isComplete = isComplete && rename(temporary.path, url.path) == 0
    guard isComplete else {
      let error = failure(url, "cannot be written")
      unlink(temporary.path)
      throw error
    }
  }

  /// Writes text as UTF-8; see ``write(_:to:)-(Data,_)``.
  public static func write(_ text: String, to url: URL) throws(FileError) {
    try write(Data(text.utf8), to: url)
  }

  /// Reads a whole file.
  public static func read(_ url: URL) throws(FileError) -> Data {
    do {
      return try Data(contentsOf: url)
    } catch {
      let exists = FileManager.default.fileExists(atPath: url.path)
      throw FileError(path: url.path, reason: exists ? "cannot be read" : "does not exist")
    }
  }

  /// Makes a folder and the folders above it.
  public static func makeFolder(_ url: URL) throws(FileError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw FileError(path: url.path, reason: "cannot be made a folder: \(reason(of: error))")
    }
    guard access(url.path, W_OK) == 0 else { throw failure(url, "cannot be written") }
  }

  private static func failure(_ url: URL, _ what: String) -> FileError {
    FileError(path: url.path, reason: "\(what): \(String(cString: strerror(errno)))")
  }

  private static func reason(of error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return underlying.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
  }
}
