/// CRC-64 (ECMA-182 polynomial): finds every flipped bit and every burst up to 64 bits.
struct Checksum {
  private static let table: [UInt64] = (0..<256).map { byte in
    var value = UInt64(byte) << 56
    for _ in 0..<8 {
      value = value & (1 << 63) != 0 ? value << 1 ^ 0x42F0_E1EB_A9EA_3693 : value << 1
    }
    return value
  }

  private(set) var value: UInt64 = 0

  mutating func add(_ bytes: some Sequence<UInt8>) {
    Self.table.withUnsafeBufferPointer { table in
      var sum = value
      for byte in bytes { sum = table[Int(UInt8(truncatingIfNeeded: sum >> 56) ^ byte)] ^ sum << 8 }
      value = sum
    }
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
