import Foundation
import Testing

@testable import Persistence

@Suite("Tensor archives")
struct TensorArchiveTests {
  private func sample() -> TensorArchive {
    var archive = TensorArchive()
    archive.metadata = ["kind": "policy", "note": "slash / and \"quotes\""]
    archive.add(.init(name: "b", shape: [2, 2], values: [1, -2.5, .infinity, 1e-38]))
    archive.add(.init(name: "a", shape: [3], values: [0.1, 0.2, 0.3]))
    return archive
  }

  @Test("what is written is read back, in order, bit for bit")
  func roundTrip() throws {
    let archive = sample()
    let bytes = try archive.serialized()
    #expect(try TensorArchive(serialized: bytes) == archive)
    #expect(try sample().serialized() == bytes)
  }

  @Test("every single flipped bit is found")
  func flippedBits() throws {
    let bytes = try sample().serialized()
    for bit in 0..<bytes.count * 8 {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: ArchiveError.self) { try TensorArchive(serialized: damaged) }
    }
  }

  @Test("every truncation is found")
  func truncation() throws {
    let bytes = try sample().serialized()
    for length in 0..<bytes.count {
      #expect(throws: ArchiveError.self) { try TensorArchive(serialized: bytes.prefix(length)) }
    }
  }

  @Test("another version is refused with both versions")
  func version() throws {
    let bytes = try sample().serialized()
    let text = String(decoding: bytes, as: UTF8.self).contains("\"format_version\":\"1\"")
    #expect(text)
    var changed = bytes
    let range = try #require(changed.range(of: Data("\"format_version\":\"1\"".utf8)))
    changed.replaceSubrange(range, with: Data("\"format_version\":\"9\"".utf8))
    #expect(throws: ArchiveError("has format version 9, this library reads 1")) {
      try TensorArchive(serialized: changed)
    }
  }

  @Test("a tensor of another shape is refused by name")
  func shape() throws {
    #expect(throws: ArchiveError("tensor b must have shape [4], was [2, 2]")) { try sample().tensor("b", shape: [4]) }
    #expect(throws: ArchiveError("has no tensor c")) { try sample().tensor("c", shape: [1]) }
  }

  @Test("an unwritable folder is named and leaves no partial file")
  func unwritable() throws {
    let url = URL(fileURLWithPath: "/proc/nowhere/policy.safetensors")
    #expect(throws: FileError.self) { try AtomicFile.write("x", to: url) }
  }

  @Test("a file is replaced whole")
  func replaces() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("archive-\(UUID().uuidString)")
    try AtomicFile.makeFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("a.safetensors")
    try AtomicFile.write("old", to: url)
    try sample().write(to: url)
    #expect(try TensorArchive.read(url) == sample())
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.safetensors"])
  }
}
