import Foundation
import SwiftProtobuf

@testable import TensorBoardLogging

/// Reads event files back.
enum EventReader {
  static func events(of file: URL) throws -> [TensorBoardEvent] { events(in: [UInt8](try Data(contentsOf: file))) }

  /// The events of a file up to the first record that is incomplete or damaged, as a writer that was killed leaves one.
  static func events(in file: [UInt8]) -> [TensorBoardEvent] {
    var events: [TensorBoardEvent] = []
    var place = 0
    while let length = number(in: file, at: place, bytes: 8), length <= UInt64(file.count) {
      let start = place + 12
      let end = start + Int(length)
      guard end + 4 <= file.count, number(in: file, at: place + 8, bytes: 4) == checksum(file[place..<place + 8]),
        number(in: file, at: end, bytes: 4) == checksum(file[start..<end]),
        let event = try? TensorBoardEvent(serializedBytes: Array(file[start..<end]))
      else { break }
      events.append(event)
      place = end + 4
    }
    return events
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    UInt64(CastagnoliChecksum.masked(of: Array(bytes)))
  }

  private static func number(in file: [UInt8], at place: Int, bytes: Int) -> UInt64? {
    guard place + bytes <= file.count else { return nil }
    return file[place..<place + bytes].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
