import SwiftProtobuf

/// The framing of event files, TFRecord: length, its checksum, the message, its checksum; everything little-endian.
enum EventRecord {
  /// What the first event of every file says.
  static let fileVersion = "brain.Event:2"

  /// An event as it stands in a file.
  static func bytes(of event: TensorBoardEvent) throws(BinaryEncodingError) -> [UInt8] {
    let message: [UInt8]
    do {
      message = try event.serializedBytes()
    } catch let error as BinaryEncodingError {
      throw error
    } catch {
      preconditionFailure("Invariant: encoding fails with its own error, was \(error)")
    }
    let length = littleEndian(UInt64(message.count))
    return length + littleEndian(CastagnoliChecksum.masked(of: length)) + message
      + littleEndian(CastagnoliChecksum.masked(of: message))
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
