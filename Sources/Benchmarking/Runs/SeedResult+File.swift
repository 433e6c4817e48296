import Foundation
import Persistence

extension SeedResult {
  /// Reads a result file.
  ///
  /// - Throws: `FileError`.
  public init(contentsOf url: URL) throws(FileError) {
    let data = try AtomicFile.read(url)
    do {
      self = try JSONDecoder().decode(SeedResult.self, from: data)
    } catch {
      throw .unusable(path: url.path, problem: "is not a result file: \(error)")
    }
    guard !returns.isEmpty else { throw .unusable(path: url.path, problem: "holds no episode") }
  }

  /// Writes the result whole or not at all, and makes the folder it belongs into.
  ///
  /// - Throws: `FileError`.
  public func write(to url: URL) throws(FileError) {
    try AtomicFile.makeFolder(url.deletingLastPathComponent())
    try AtomicFile.write(text, to: url)
  }

  /// JSON with one line for each field, so that a hundred returns take one line and differences read well.
  var text: String {
    let lines = [
      Self.line("agent", agent), Self.line("task", task), Self.line("seed", seed),
      Self.line("environments", environments), Self.line("steps", steps), Self.line("settings", settings),
      Self.line("returns", returns), Self.line("trainingSeconds", trainingSeconds), Self.line("jobs", jobs),
      Self.line("version", version), Self.line("machine", machine),
    ]
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  private static func line(_ name: String, _ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .throw
    // Returns are checked to be finite before they get here.
    let json = (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    return "  \"\(name)\": \(json)"
  }
}
