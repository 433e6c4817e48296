import Foundation

/// Every reader of the library.
public enum FuzzSuite {
  /// The targets; what they write goes into a folder, which must exist.
  public static func targets(in folder: URL) throws -> [FuzzTarget] {
    try CheckpointTargets.all() + PolicyTargets.all() + TableTargets.all(in: folder) + ConfigurationTargets.all()
  }
}
