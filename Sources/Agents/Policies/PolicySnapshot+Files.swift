import Foundation
import Persistence
import RLCore

extension PolicySnapshot {
  /// Reads a policy from its file alone.
  ///
  /// ```swift
  /// let policy = try PolicySnapshot<DiscreteAction>(contentsOf: folder.appendingPathComponent("policy.safetensors"))
  /// ```
  ///
  /// - Parameters:
  ///   - url: What ``write(to:)`` or an agent's `save(to:)` wrote.
  ///   - registry: Knows the kinds of policies; another package adds its own to ``Registry/standard``.
  /// - Throws: `FileError` that names the file and what is wrong with it.
  public init(contentsOf url: URL, registry: Registry = .standard) throws(FileError) {
    let archive = try TensorArchive.read(url)
    do throws(ArchiveError) {
      try self.init(archive, registry: registry)
    } catch {
      throw .unusable(path: url.path, problem: error.problem)
    }
  }
}

extension SnapshotSource {
  /// Writes what the agent acts with, a file that `PolicySnapshot(contentsOf:)` reads.
  ///
  /// - Parameters:
  ///   - url: The file, which appears whole or not at all.
  ///   - labels: Names of what it sees and does.
  /// - Throws: `FileError`, `ArchiveError`.
  public func save(to url: URL, labels: PolicyLabels? = nil) throws {
    var policy = snapshot()
    policy.labels = labels
    try policy.write(to: url)
  }
}
