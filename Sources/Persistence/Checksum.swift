/// CRC-64 (ECMA-182 polynomial): finds every flipped bit and every burst up to 64 bits.
struct Checksum {
  /// Eight tables of 256: what a byte becomes after it and up to seven zero bytes behind it went through the register.
  private static let tables: [UInt64] = {
    var tables: [UInt64] = []
    tables.reserveCapacity(8 * 256)
    for byte in 0..<256 {
      var value = UInt64(byte) << 56
      for _ in 0..<8 {
        value = value & (1 << 63) != 0 ? value << 1 ^ 0x42F0_E1EB_A9EA_3693 : value << 1
      }
      tables.append(value)
    }
    for index in 256..<8 * 256 {
      let shorter = tables[index - 256]
      tables.append(tables[Int(shorter >> 56)] ^ shorter << 8)
    }
    return tables
  }()

  private(set) var value: UInt64 = 0

  /// Takes in bytes, eight at a time: the register is linear, so that eight bytes are looked up apart and added.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    Self.tables.withUnsafeBufferPointer { tables in
      var sum = value
      var place = 0
      while place + 8 <= bytes.count {
        let word = sum ^ UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let high =
          tables[7 * 256 + Int(word >> 56)] ^ tables[6 * 256 + Int(word >> 48 & 0xFF)]
          ^ tables[5 * 256 + Int(word >> 40 & 0xFF)] ^ tables[4 * 256 + Int(word >> 32 & 0xFF)]
        let low =
          tables[3 * 256 + Int(word >> 24 & 0xFF)] ^ tables[2 * 256 + Int(word >> 16 & 0xFF)]
          ^ tables[256 + Int(word >> 8 & 0xFF)] ^ tables[Int(word & 0xFF)]
        sum = high ^ low
        place += 8
      }
      while place < bytes.count {
        sum = tables[Int(UInt8(truncatingIfNeeded: sum >> 56) ^ bytes[place])] ^ sum << 8
        place += 1
      }
      value = sum
    }
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
