import Foundation

/// Mends the outside of a damaged archive: length of the header and checksum, so that its inside is read.
enum ArchiveRepair {
  static func repaired(_ file: Data) -> Data {
    let bytes = [UInt8](file)
    let opening = Array("{\"__metadata__\":{\"checksum\":\"".utf8)
    guard bytes.count > 8 + opening.count + 16, Array(bytes[8..<8 + opening.count]) == opening else { return file }
    var rest = Array(bytes[8...])
    let length = min(rest.count, headerLength(rest))
    let place = opening.count..<opening.count + 16
    rest.replaceSubrange(place, with: [UInt8](repeating: UInt8(ascii: "0"), count: 16))
    var sum: UInt64 = 0
    for byte in rest {
      sum ^= UInt64(byte) << 56
      for _ in 0..<8 { sum = sum & (1 << 63) != 0 ? sum << 1 ^ 0x42F0_E1EB_A9EA_3693 : sum << 1 }
    }
    let digits = String(sum, radix: 16)
    rest.replaceSubrange(place, with: Array((String(repeating: "0", count: 16 - digits.count) + digits).utf8))
    return withUnsafeBytes(of: UInt64(length).littleEndian) { Data($0) } + Data(rest)
  }

  /// Where the outermost braces close again.
  private static func headerLength(_ bytes: [UInt8]) -> Int {
    var (depth, isText, isEscaped) = (0, false, false)
    for (index, byte) in bytes.enumerated() {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return index + 1 }
      default: break
      }
    }
    return bytes.count
  }
}
