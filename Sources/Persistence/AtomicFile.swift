import Foundation

/// Writes whole files so that a reader sees the old content or the new one, never a part.
///
/// The content goes to a hidden temporary name in the same folder, is synced to disk and renamed over the target; then
/// the folder is synced. A crash or a full disk leaves the previous file as it was.
public enum AtomicFile {
  /// Replaces or creates a file.
  ///
  /// - Throws: ``FileError/unwritable(path:reason:)``; the temporary file is removed and the previous file is intact.
  public static func write(_ data: Data, to url: URL) throws(FileError) {
    let (descriptor, temporary) = try createTemporary(beside: url)
    var failure = writeAll(data, to: descriptor)
    if failure == nil, fsync(descriptor) != 0 { failure = reason() }
    if failure == nil, rename(temporary, url.path) != 0 { failure = reason() }
    if failure != nil { unlink(temporary) }
    // Closing gives the lock up, so it comes after the last use of the temporary name.
    close(descriptor)
    if let failure { throw .unwritable(path: url.path, reason: failure) }
    syncFolder(of: url)
  }

  /// Replaces or creates a text file in UTF-8.
  ///
  /// - Throws: ``FileError/unwritable(path:reason:)``.
  public static func write(_ text: String, to url: URL) throws(FileError) {
    try write(Data(text.utf8), to: url)
  }

  /// Opens a new file that nobody else has, next to the target.
  ///
  /// The writer holds a lock on it until it is closed, which the system releases when the process ends, however it
  /// ends: a partial file without a lock has lost its writer.
  private static func createTemporary(beside url: URL) throws(FileError) -> (descriptor: Int32, path: String) {
    let folder = url.deletingLastPathComponent()
    for attempt in 0..<1000 {
      let name = PartialName(target: url.lastPathComponent, process: getpid(), attempt: attempt).text
      let path = folder.appendingPathComponent(name).path
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        if isOurs(descriptor) { return (descriptor, path) }
        close(descriptor)
      } else if errno != EEXIST {
        break
      }
    }
    throw .unwritable(path: url.path, reason: reason())
  }

  /// Locks a new file; `false` where somebody who clears up leftovers took it in between.
  private static func isOurs(_ descriptor: Int32) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return false }
    var status = stat()
    return fstat(descriptor, &status) != 0 || status.st_nlink > 0
  }

  /// Writes every byte; returns the reason of a failure, or `nil`.
  static func writeAll(_ data: Data, to descriptor: Int32) -> String? {
    data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR {
          return reason()
        }
      }
      return nil
    }
  }

  /// Makes the rename durable; a folder that cannot be synced (some network mounts) does not undo a good write.
  private static func syncFolder(of url: URL) {
    let descriptor = open(url.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  static func reason() -> String { String(cString: strerror(errno)) }

  /// Reads a whole file.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  public static func read(_ url: URL) throws(FileError) -> Data {
    guard let data = FileManager.default.contents(atPath: url.path) else {
      let exists = FileManager.default.fileExists(atPath: url.path)
      throw .unreadable(path: url.path, reason: exists ? "it is a folder or may not be read" : "it does not exist")
    }
    return data
  }

  /// Makes a folder, and the folders above it, that can be written to.
  ///
  /// - Throws: ``FileError/unwritable(path:reason:)``.
  public static func makeFolder(_ url: URL) throws(FileError) {
    var missing: [URL] = []
    var folder = url.standardizedFileURL
    while access(folder.path, F_OK) != 0, folder.path != "/" {
      missing.append(folder)
      folder.deleteLastPathComponent()
    }
    for folder in missing.reversed() where mkdir(folder.path, 0o777) != 0 && errno != EEXIST {
      throw .unwritable(path: url.path, reason: reason())
    }
    guard access(url.path + "/.", W_OK) == 0 else { throw .unwritable(path: url.path, reason: reason()) }
  }
}
