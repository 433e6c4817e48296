/// CRC-32C (Castagnoli polynomial, RFC 3720 appendix B.4): the checksum of TFRecord files.
enum CastagnoliChecksum {
  /// The polynomial 0x1EDC6F41 with its bits reversed.
  private static let reversedPolynomial: UInt32 = 0x82F6_3B78

  private static let table: [UInt32] = (0..<256).map { byte in
    var value = UInt32(byte)
    for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ reversedPolynomial : value >> 1 }
    return value
  }

  /// The checksum of some bytes.
  static func of(_ bytes: [UInt8]) -> UInt32 {
    var value = ~UInt32(0)
    for byte in bytes { value = value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] }
    return ~value
  }

  /// The checksum as TFRecord stores it: rotated and shifted, since the checksum of data that holds its own checksum
  /// would be degenerate.
  static func masked(of bytes: [UInt8]) -> UInt32 {
    let sum = of(bytes)
    return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }
}
