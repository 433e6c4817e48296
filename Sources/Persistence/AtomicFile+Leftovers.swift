import Foundation

extension AtomicFile {
  /// Removes the partial files that writers of one file left behind when they were killed.
  ///
  /// For the start of a resumed run. A file that is being written, by whatever process or thread, is left alone.
  ///
  /// - Parameter url: The file that was written, which itself is not touched.
  /// - Returns: How many were removed.
  /// - Throws: ``FileError`` if the folder cannot be listed or a leftover cannot be removed.
  @discardableResult
  public static func removeLeftovers(of url: URL) throws(FileError) -> Int {
    try removeLeftovers(in: url.deletingLastPathComponent()) { $0.target == url.lastPathComponent }
  }

  /// Removes the partial files that killed writers of any file left behind in a folder; not in folders below it.
  ///
  /// - Returns: How many were removed; 0 if there is no such folder.
  /// - Throws: ``FileError`` if the folder cannot be listed or a leftover cannot be removed.
  @discardableResult
  public static func removeLeftovers(in folder: URL) throws(FileError) -> Int {
    try removeLeftovers(in: folder) { _ in true }
  }

  private static func removeLeftovers(
    in folder: URL, where isWanted: (PartialName) -> Bool
  ) throws(FileError) -> Int {
    guard access(folder.path, F_OK) == 0 else { return 0 }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw .unreadable(path: folder.path, reason: error.localizedDescription)
    }
    var removed = 0
    for name in names.sorted() {
      guard let partial = PartialName(name), isWanted(partial) else { continue }
      if try remove(folder.appendingPathComponent(name), of: partial) { removed += 1 }
    }
    return removed
  }

  /// Removes a partial file; whether it was a leftover.
  private static func remove(_ url: URL, of partial: PartialName) throws(FileError) -> Bool {
    // Neither waits for a pipe of that name nor follows a link to somewhere else: those are not from here.
    let descriptor = open(url.path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if [ENOENT, ELOOP, ENXIO, EISDIR].contains(errno) { return false }
      throw .unwritable(path: url.path, reason: reason())
    }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      // Some network mounts have no locks; there only the writer's process can tell.
      guard errno != EWOULDBLOCK, kill(partial.process, 0) != 0, errno == ESRCH else { return false }
    }
    guard isNamed(url, descriptor) else { return false }
    if unlink(url.path) == 0 { return true }
    if errno == ENOENT { return false }
    throw .unwritable(path: url.path, reason: reason())
  }

  /// Whether an open file still stands under its name.
  ///
  /// Between the opening and the locking its writer may have finished and begun the next file under the same name. Once
  /// locked, a file keeps its name: a writer that cannot lock what it made leaves it behind.
  private static func isNamed(_ url: URL, _ descriptor: Int32) -> Bool {
    var opened = stat()
    var named = stat()
    guard fstat(descriptor, &opened) == 0, lstat(url.path, &named) == 0 else { return false }
    return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
  }
}
