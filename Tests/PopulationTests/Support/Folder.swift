import Foundation
import Testing

/// A folder that is removed with its owner.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("population-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Every file's bytes by name, hidden ones included.
  static func content(of url: URL) throws -> [String: Data] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).reduce(into: [:]) { files, name in
      files[name] = try Data(contentsOf: url.appendingPathComponent(name))
    }
  }
}
