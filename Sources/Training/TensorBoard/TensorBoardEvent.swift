/// One entry of a TensorBoard event file, with the few protocol buffer fields that scalars need.
///
/// Field numbers are those of `event.proto` and `summary.proto` of TensorFlow: Event {1 wall_time, 2 step,
/// 3 file_version, 5 summary}, Summary {1 value}, Value {1 tag, 2 simple_value}.
struct TensorBoardEvent {
  /// One figure.
  struct Scalar {
    var tag: String
    var value: Float
  }

  /// What the entry says.
  enum Content {
    /// Opens every file.
    case fileVersion
    /// Figures of a step.
    case scalars([Scalar], step: Int)
  }

  /// Seconds since 1970.
  var wallTime: Double
  var content: Content

  /// The entry as a TFRecord: length, its checksum, the message, its checksum; everything little-endian.
  var record: [UInt8] {
    let message = self.message
    let length = Self.littleEndian(UInt64(message.count))
    return length + Self.littleEndian(CastagnoliChecksum.masked(of: length)) + message
      + Self.littleEndian(CastagnoliChecksum.masked(of: message))
  }

  private var message: [UInt8] {
    var bytes = Self.key(1, .eightBytes) + Self.littleEndian(wallTime.bitPattern)
    switch content {
    case .fileVersion:
      bytes += Self.block(3, Array("brain.Event:2".utf8))
    case .scalars(let scalars, let step):
      bytes += Self.key(2, .varint) + Self.varint(UInt64(step))
      bytes += Self.block(5, scalars.flatMap { Self.block(1, Self.message(of: $0)) })
    }
    return bytes
  }

  private static func message(of scalar: Scalar) -> [UInt8] {
    block(1, Array(scalar.tag.utf8)) + key(2, .fourBytes) + littleEndian(scalar.value.bitPattern)
  }

  // MARK: Protocol buffer wire format

  private enum WireType: UInt64 {
    case varint = 0
    case eightBytes = 1
    case block = 2
    case fourBytes = 5
  }

  private static func key(_ field: UInt64, _ type: WireType) -> [UInt8] { varint(field << 3 | type.rawValue) }

  private static func block(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    key(field, .block) + varint(UInt64(bytes.count)) + bytes
  }

  /// Seven bits a byte, the lowest first; the eighth bit says that more follow.
  private static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
