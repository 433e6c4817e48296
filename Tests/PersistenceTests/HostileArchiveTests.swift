import Foundation
import Testing

@testable import Persistence

@Suite("Archives that lie")
struct HostileArchiveTests {
  /// A file with a header of one's own and a checksum that is right.
  static func file(tensors: String, body: [UInt8] = []) -> Data {
    func header(_ checksum: String) -> [UInt8] {
      Array(
        "{\"__metadata__\":{\"checksum\":\"\(checksum)\",\"format_version\":\"1\"}\(tensors.isEmpty ? "" : ",")\(tensors)}"
          .utf8)
    }
    var checksum = Checksum()
    (header(ArchiveLayout.emptyChecksum) + body).withUnsafeBytes { checksum.add($0) }
    let bytes = header(checksum.text)
    return withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Data($0) } + Data(bytes + body)
  }

  private static func tensor(_ name: String, shape: String, offsets: String) -> String {
    "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  @Test("The files of these tests are sound where they do not lie")
  func sound() throws {
    let body = [UInt8](repeating: 0, count: 8)
    let file = Self.file(tensors: Self.tensor("a", shape: "[2]", offsets: "[0, 8]"), body: body)
    #expect(try TensorArchive(serialized: file).tensor("a", shape: [2]) == [0, 0])
  }

  @Test(
    "A shape or place that cannot be is refused, not computed with",
    arguments: [
      ("[4611686018427387904, 4]", "[0, 0]"), ("[9223372036854775807]", "[0, 8]"), ("[-1]", "[0, 8]"),
      ("[-1, -2]", "[0, 8]"), ("[2]", "[8, 0]"), ("[2]", "[-8, 0]"), ("[2]", "[0, 9223372036854775807]"),
      ("[1e300]", "[0, 8]"), ("[2]", "[0]"), ("2", "[0, 8]"), ("[\"2\"]", "[0, 8]"), ("[3]", "[0, 12]"),
      ("[0, 9223372036854775807, 9223372036854775807]", "[0, 8]"),
    ])
  func shape(_ shape: String, _ offsets: String) {
    let body = [UInt8](repeating: 0, count: 8)
    let file = Self.file(tensors: Self.tensor("a", shape: shape, offsets: offsets), body: body)
    #expect(throws: ArchiveError("tensor a is not described as Float32 values within the file")) {
      try TensorArchive(serialized: file)
    }
  }

  @Test("Tensors that share bytes are refused: a small file must not become a large archive")
  func sharedBytes() {
    let tensors = ["a", "b"].map { Self.tensor($0, shape: "[2]", offsets: "[0, 8]") }.joined(separator: ",")
    let file = Self.file(tensors: tensors, body: [UInt8](repeating: 0, count: 8))
    #expect(throws: ArchiveError("tensor b must begin at byte 8, was at 0")) { try TensorArchive(serialized: file) }
  }

  @Test("Bytes that belong to no tensor are refused")
  func unclaimedBytes() {
    let file = Self.file(
      tensors: Self.tensor("a", shape: "[2]", offsets: "[0, 8]"), body: .init(repeating: 0, count: 9))
    #expect(throws: ArchiveError("must have 8 bytes of values, was 9")) { try TensorArchive(serialized: file) }
  }

  @Test("A header shorter than its checksum is refused")
  func shortHeader() {
    // The JSON escape makes the text sixteen long in more bytes than it takes to say so; the entry is not found.
    let header = Array("{\"__metadata__\":{\"format_version\":\"1\",\"checksum\":\"0\"}}".utf8)
    let file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + Data(header)
    #expect(throws: ArchiveError("is damaged: it has no checksum")) { try TensorArchive(serialized: file) }
    let escaped = Array("{\"__metadata__\":{\"format_version\":\"1\",\"\\u0063hecksum\":\"0123456789abcdef\"}}".utf8)
    let other = withUnsafeBytes(of: UInt64(escaped.count).littleEndian) { Data($0) } + Data(escaped)
    #expect(throws: ArchiveError("is damaged: its checksum has no place in the header")) {
      try TensorArchive(serialized: other)
    }
  }

  @Test("A header of a hundred thousand brackets is refused")
  func nesting() {
    let header = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    let file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + Data(header)
    #expect(throws: ArchiveError.self) { try TensorArchive(serialized: file) }
  }

  @Test("A length of header beyond any file is refused", arguments: [UInt64.max, 1 << 63, 1 << 62, 9])
  func length(_ claim: UInt64) {
    let file = withUnsafeBytes(of: claim.littleEndian) { Data($0) } + Data([1, 2, 3])
    #expect(throws: ArchiveError("is truncated or no checkpoint: its header claims \(claim) of 3 bytes")) {
      try TensorArchive(serialized: file)
    }
  }
}
