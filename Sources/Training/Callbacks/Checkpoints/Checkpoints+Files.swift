import Foundation
import Persistence

extension Checkpoints {
  /// Gives a complete file a second name, in the place of whatever has that name.
  ///
  /// - Returns: Whether it worked; some file systems have no second names.
  static func link(_ file: URL, as other: URL) -> Bool {
    // Under a name of its own first, so that the other name is never without a file.
    let temporary = other.deletingLastPathComponent().appendingPathComponent(".\(other.lastPathComponent).link").path
    unlink(temporary)
    guard Foundation.link(file.path, temporary) == 0 else { return false }
    // Renaming one name of a file to another of the same file leaves both.
    defer { unlink(temporary) }
    return rename(temporary, other.path) == 0
  }

  /// Removes checkpoints that are older than the latest ones, and those of later steps: they belong to a run that went
  /// on from an earlier checkpoint, and whose place this one takes.
  ///
  /// One that cannot be removed stays: it harms nobody, and the checkpoint that counts is complete.
  static func prune(_ folder: URL, keeping kept: Int, upTo steps: Int) {
    guard let all = try? numbered(in: folder) else { return }
    let outdated = all.filter { $0 > steps } + all.filter { $0 <= steps }.dropFirst(kept)
    for steps in outdated { unlink(numbered(steps, in: folder).path) }
  }
}
