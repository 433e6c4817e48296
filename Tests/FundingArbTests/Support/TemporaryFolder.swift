import Foundation

/// A folder that exists as long as a test holds it.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("funding-arb-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The command line with this working folder.
  var tool: CommandLineTool { CommandLineTool(folder: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func text(_ name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }

  func data(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }

  func write(_ text: String, to name: String) throws {
    try FileManager.default.createDirectory(
      at: file(name).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file(name))
  }

  /// Files below a subfolder by their path, without the event files of TensorBoard, which hold the time of day.
  func outcome(_ subfolder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: file(subfolder).path) {
      var isFolder = ObjCBool(false)
      let url = file(subfolder).appendingPathComponent(path)
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue,
        !url.lastPathComponent.hasPrefix("events.out.tfevents")
      else { continue }
      files[path] = try Data(contentsOf: url)
    }
    return files
  }

  /// Names in a subfolder, hidden ones included.
  func names(_ subfolder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(subfolder).path).sorted()
  }
}
