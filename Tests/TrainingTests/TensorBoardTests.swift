import Foundation
import RLCore
import Testing

@testable import Training

@Suite("TensorBoard events")
struct TensorBoardTests {
  @Test("The CRC-32C of the digits 1 to 9 is the published check value")
  func checksum() {
    #expect(CastagnoliChecksum.of(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CastagnoliChecksum.of([]) == 0)
    // RFC 3720, appendix B.4: 32 bytes of zeros.
    #expect(CastagnoliChecksum.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
  }

  @Test("A scalar event has the bytes that TensorFlow's definition gives")
  func goldenEvent() {
    let event = TensorBoardEvent(wallTime: 1.5, content: .scalars([.init(tag: "a", value: 2)], step: 300))
    let message: [UInt8] = [
      0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F,  // wall_time = 1.5
      0x10, 0xAC, 0x02,  // step = 300
      0x2A, 0x0A,  // summary, 10 bytes
      0x0A, 0x08,  // value, 8 bytes
      0x0A, 0x01, 0x61,  // tag = "a"
      0x15, 0, 0, 0, 0x40,  // simple_value = 2
    ]
    let record = event.record
    #expect(Array(record[..<8]) == [UInt8(message.count), 0, 0, 0, 0, 0, 0, 0])
    #expect(Array(record[12..<record.count - 4]) == message)
    #expect(record.count == message.count + 16)
  }

  @Test("The first record opens the file with its version, framed by masked checksums")
  func goldenVersion() {
    let record = TensorBoardEvent(wallTime: 0, content: .fileVersion).record
    #expect(
      record == [
        0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22,
        0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x1A, 0x0D,
        0x62, 0x72, 0x61, 0x69, 0x6E, 0x2E, 0x45, 0x76, 0x65, 0x6E, 0x74, 0x3A, 0x32,
        0xEE, 0xDF, 0x28, 0xA3,
      ])
  }

  @Test("The writer keeps the figures of every update and the mean of the episodes before it")
  func writer() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tensorboard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var time = 0.0
    let writer = TensorBoardWriter(folder: folder) {
      time += 1
      return time
    }
    var progress = TrainingProgress(totalSteps: 1000)
    progress.advance(by: 64)
    writer.trainingDidStart(StubRun(progress))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    for reward in [1.0, 2.0] {
      let episode = EpisodeSummary(totalReward: reward, length: 10, end: .truncated, environment: 0)
      #expect(writer.episodeDidEnd(episode, in: StubRun(progress)) == .proceed)
    }
    var report = UpdateReport()
    report.add("entropy", 0.5)
    progress.advance(by: 64)
    #expect(try writer.agentDidUpdate(report, in: StubRun(progress)) == .proceed)
    progress.advance(by: 64)
    #expect(try writer.agentDidUpdate(report, in: StubRun(progress)) == .proceed)
    writer.trainingDidEnd("test", in: StubRun(progress))

    #expect(TensorBoardWriter.fileName(step: 64) == "events.out.tfevents.000000000064")
    let written = try Data(contentsOf: folder.appendingPathComponent("events.out.tfevents.000000000064"))
    let entropy = TensorBoardEvent.Scalar(tag: "update/entropy", value: 0.5)
    let episodes: [TensorBoardEvent.Scalar] = [
      .init(tag: "episodes/meanReturn", value: 1.5), .init(tag: "episodes/meanLength", value: 10),
    ]
    let expected = [
      // Wall times in the order of the calls: the first event is stamped before it opens the file.
      TensorBoardEvent(wallTime: 2, content: .fileVersion),
      TensorBoardEvent(wallTime: 1, content: .scalars([entropy] + episodes, step: 128)),
      TensorBoardEvent(wallTime: 3, content: .scalars([entropy], step: 192)),
    ]
    #expect(Array(written) == expected.flatMap(\.record))
  }

  @Test("A folder that does not exist ends in an error with its path")
  func missingFolder() {
    let writer = TensorBoardWriter(folder: URL(fileURLWithPath: "/proc/nowhere"))
    let progress = TrainingProgress(totalSteps: 10)
    writer.trainingDidStart(StubRun(progress))
    let error = #expect(throws: (any Error).self) {
      _ = try writer.agentDidUpdate(UpdateReport(), in: StubRun(progress))
    }
    let sentence = error.map { "\($0)" } ?? ""
    #expect(sentence.hasPrefix("/proc/nowhere/events.out.tfevents.000000000000 cannot be written"))
  }
}
