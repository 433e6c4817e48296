import Foundation
import Persistence
import Testing

@Suite("Full disks and folders that are read-only")
struct FullDiskTests {
  /// The binary beside the test bundle; `nil` where it was not built.
  private static let binary: URL? = {
    let places = [Bundle.main.executableURL, CommandLine.arguments.first.map { URL(fileURLWithPath: $0) }]
    for place in places.compactMap({ $0?.resolvingSymlinksInPath() }) {
      var folder = place
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("fuzz")
        if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      }
    }
    return nil
  }()

  /// Runs a shell script with the binary as `$0` and a file as `$1`.
  private func shell(_ script: String, _ file: URL) throws -> (status: Int32, error: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, try #require(Self.binary).path, file.path]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let error = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: error, as: UTF8.self))
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("full-disk-\(UUID().uuidString)")
    try AtomicFile.makeFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test(
    "A disk that is full midway leaves the previous file byte for byte and no partial one", .enabled(if: binary != nil))
  func fullDisk() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("policy.safetensors")
      try AtomicFile.write("the previous policy", to: file)
      // A limit on the size of files stands in for the disk: the first blocks are written, the rest fails.
      let result = try shell("trap '' XFSZ; ulimit -f 8; exec \"$0\" --write-to \"$1\"", file)
      #expect(result.status != 0 && result.error.contains("policy.safetensors cannot be written: "), "\(result.error)")
      #expect(try AtomicFile.read(file) == Data("the previous policy".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["policy.safetensors"])
      #expect(try shell("exec \"$0\" --write-to \"$1\"", file).status == 0)
      #expect(try TensorArchive.read(file).tensor("values", shape: [5000]).count == 5000)
    }
  }

  @Test(
    "A read-only folder is named and its file stays", .enabled(if: geteuid() != 0 && binary != nil, "root may write"))
  func readOnly() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("policy.safetensors")
      try AtomicFile.write("the previous policy", to: file)
      chmod(folder.path, 0o555)
      defer { chmod(folder.path, 0o755) }
      #expect(throws: FileError.unwritable(path: file.path, reason: "Permission denied")) {
        try AtomicFile.write("x", to: file)
      }
      #expect(try AtomicFile.read(file) == Data("the previous policy".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["policy.safetensors"])
    }
  }
}
