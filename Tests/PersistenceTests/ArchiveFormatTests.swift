import Foundation
import Testing

@testable import Persistence

@Suite("The bytes of an archive")
struct ArchiveFormatTests {
  /// Written by the first version of the format.
  private static let golden = """
    IQEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJjaGVja3N1bSI6ImYyNTYzNGRkODMwMmY0YTkiLCJmb3JtYXRfdmVyc2lvbiI6IjEi\
    LCJraW5kIjoicG9saWN5Iiwibm90ZSI6InNsYXNoIC8gYW5kIFwicXVvdGVzXCIifSwiYSI6eyJkYXRhX29mZnNldHMiOlsxNiwy\
    OF0sImR0eXBlIjoiRjMyIiwic2hhcGUiOlszXX0sImIiOnsiZGF0YV9vZmZzZXRzIjpbMCwxNl0sImR0eXBlIjoiRjMyIiwic2hh\
    cGUiOlsyLDJdfSwiZW1wdHkiOnsiZGF0YV9vZmZzZXRzIjpbMjgsMjhdLCJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCw3XX19AACA\
    PwAAIMAAAIB/7uNsAM3MzD3NzEw+mpmZPg==
    """

  @Test("The bytes are those that the first version of the format wrote")
  func golden() throws {
    var archive = TensorArchive()
    archive.metadata = ["kind": "policy", "note": "slash / and \"quotes\""]
    archive.add(.init(name: "b", shape: [2, 2], values: [1, -2.5, .infinity, 1e-38]))
    archive.add(.init(name: "a", shape: [3], values: [0.1, 0.2, 0.3]))
    archive.add(.init(name: "empty", shape: [0, 7], values: []))
    let bytes = try #require(Data(base64Encoded: Self.golden))
    #expect(try archive.serialized() == bytes)
    #expect(try TensorArchive(serialized: bytes) == archive)
  }

  @Test("A slice of a larger file is read like a file of its own")
  func slice() throws {
    let bytes = try #require(Data(base64Encoded: Self.golden))
    let slice = (Data([1, 2, 3]) + bytes)[3...]
    #expect(try TensorArchive(serialized: slice) == TensorArchive(serialized: bytes))
  }

  @Test("Eight bytes at a time give the checksum of one at a time", arguments: [0, 1, 7, 8, 9, 63, 64, 1000])
  func checksum(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 3) }
    var bytewise: UInt64 = 0
    for byte in bytes {
      bytewise ^= UInt64(byte) << 56
      for _ in 0..<8 {
        bytewise = bytewise & (1 << 63) != 0 ? bytewise << 1 ^ 0x42F0_E1EB_A9EA_3693 : bytewise << 1
      }
    }
    var (whole, parts) = (Checksum(), Checksum())
    bytes.withUnsafeBytes { whole.add($0) }
    bytes.prefix(count / 3).withUnsafeBytes { parts.add($0) }
    bytes.dropFirst(count / 3).withUnsafeBytes { parts.add($0) }
    #expect(whole.value == bytewise && parts.value == bytewise)
  }

  @Test("The checksum of the nine digits is the one that catalogues list")
  func catalogue() {
    var checksum = Checksum()
    Array("123456789".utf8).withUnsafeBytes { checksum.add($0) }
    #expect(checksum.text == "6c40df5f0b497347")
  }

  @Test("Thousands of tensors are found by name")
  func lookup() throws {
    var archive = TensorArchive()
    for index in 0..<3000 { archive.add(.init(name: "member \(index)", shape: [1], values: [Float(index)])) }
    let read = try TensorArchive(serialized: archive.serialized())
    #expect(try read == archive && read.tensor("member 2999", shape: [1]) == [2999])
    #expect(throws: ArchiveError("has no tensor member 3000")) { try read.tensor("member 3000", shape: [1]) }
  }
}
