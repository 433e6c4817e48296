import Foundation
import Persistence
import RLCore
import SwiftProtobuf
import Testing
import Training

@testable import TensorBoardLogging

@Suite struct TensorBoardTests {
  /// A run that only says how far it is.
  private final class StubRun: TrainingRun {
    var progress: TrainingProgress

    init(steps: Int = 0) {
      progress = TrainingProgress(totalSteps: 1000)
      progress.advance(by: steps)
    }

    func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive { TensorArchive() }
  }

  /// Has a figure that is now and then another.
  private final class Source: FigureSource {
    var value: Double?
    var figures: [Figure] { [Figure("evaluation/score", value)] }
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tensorboard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func report(entropy: Double) -> UpdateReport {
    var report = UpdateReport()
    report.add("entropy", entropy)
    return report
  }

  /// One step of 64 with an update.
  private func update(_ writer: TensorBoardWriter, _ run: StubRun, entropy: Double) throws {
    run.progress.advance(by: 64)
    run.progress.countUpdate()
    #expect(writer.agentDidUpdate(report(entropy: entropy), in: run) == .proceed)
    #expect(try writer.stepDidEnd(in: run) == .proceed)
  }

  private func scalars(_ event: TensorBoardEvent) -> [String: Float] {
    Dictionary(
      event.summary.value.filter { if case .simpleValue? = $0.value { true } else { false } }
        .map { ($0.tag, $0.simpleValue) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func `the CRC-32C of the digits 1 to 9 is the published check value`() {
    #expect(CastagnoliChecksum.of(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CastagnoliChecksum.of([]) == 0)
    // RFC 3720, appendix B.4: 32 bytes of zeros.
    #expect(CastagnoliChecksum.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
  }

  @Test func `a scalar event has the bytes that the definition of TensorFlow gives`() throws {
    var event = TensorBoardEvent()
    event.wallTime = 1.5
    event.step = 300
    event.summary.value = [.init(tag: "a", scalar: 2)]
    let message: [UInt8] = [
      0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F,  // wall_time = 1.5
      0x10, 0xAC, 0x02,  // step = 300
      0x2A, 0x0A,  // summary, 10 bytes
      0x0A, 0x08,  // value, 8 bytes
      0x0A, 0x01, 0x61,  // tag = "a"
      0x15, 0, 0, 0, 0x40,  // simple_value = 2
    ]
    let record = try EventRecord.bytes(of: event)
    #expect(Array(record[..<8]) == [UInt8(message.count), 0, 0, 0, 0, 0, 0, 0])
    #expect(Array(record[12..<record.count - 4]) == message)
    #expect(record.count == message.count + 16)
  }

  @Test func `the restart of a session has the bytes that the definition of TensorFlow gives`() throws {
    var event = TensorBoardEvent()
    event.step = 3
    event.sessionLog.status = .start
    let record = try EventRecord.bytes(of: event)
    #expect(Array(record[12..<record.count - 4]) == [0x10, 0x03, 0x3A, 0x02, 0x08, 0x01])
  }

  @Test func `the first record opens the file with its version, framed by masked checksums`() throws {
    var event = TensorBoardEvent()
    event.fileVersion = EventRecord.fileVersion
    let message: [UInt8] = [
      0x1A, 0x0D, 0x62, 0x72, 0x61, 0x69, 0x6E, 0x2E, 0x45, 0x76, 0x65, 0x6E, 0x74, 0x3A, 0x32,
    ]
    let record = try EventRecord.bytes(of: event)
    #expect(Array(record[12..<record.count - 4]) == message)
    // Length 24 and its checksum, as TensorFlow writes them for an event with a wall time.
    #expect(
      CastagnoliChecksum.masked(of: [0x18, 0, 0, 0, 0, 0, 0, 0]) == 0x224B_7FA3)
  }

  @Test func `the writer keeps the figures of every update and the episodes before it`() throws {
    try withFolder { folder in
      var time = 0.0
      let source = Source()
      let writer = TensorBoardWriter(
        folder: folder, sources: [source],
        clock: {
          time += 1
          return time
        })
      let run = StubRun()
      writer.trainingDidStart(run)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
      for reward in [1.0, 2.0] {
        let episode = EpisodeSummary(totalReward: reward, length: 10, end: .truncated, environment: 0)
        #expect(writer.episodeDidEnd(episode, in: run) == .proceed)
      }
      try update(writer, run, entropy: 0.5)
      source.value = 7
      try update(writer, run, entropy: 0.25)
      try update(writer, run, entropy: 0.125)
      writer.trainingDidEnd("test", in: run)

      let events = try EventReader.events(of: folder.appendingPathComponent("events.out.tfevents.000000000000"))
      #expect(events.map(\.step) == [0, 64, 128, 192])
      #expect(events.map(\.wallTime) == [1, 1, 2, 3])
      #expect(events[0].fileVersion == "brain.Event:2")
      #expect(
        scalars(events[1]) == ["update/entropy": 0.5, "episodes/meanReturn": 1.5, "episodes/meanLength": 10])
      #expect(scalars(events[2]) == ["update/entropy": 0.25, "evaluation/score": 7])
      #expect(scalars(events[3]) == ["update/entropy": 0.125], "a score that has not changed is not written again")
      let histogram = try #require(events[1].summary.value.last)
      #expect(histogram.tag == "episodes/returns" && histogram.histogram.count == 2)
      #expect(histogram.histogram.bucket.reduce(0, +) == 2 && histogram.histogram.max == 2)
    }
  }

  @Test func `an interval thins events out`() throws {
    try withFolder { folder in
      let writer = TensorBoardWriter(folder: folder, every: .steps(150))
      let run = StubRun()
      writer.trainingDidStart(run)
      for _ in 0..<6 { try update(writer, run, entropy: 1) }
      let events = try EventReader.events(of: folder.appendingPathComponent(TensorBoardWriter.fileName(step: 0)))
      #expect(events.map(\.step) == [0, 192, 320], "steps of 64 pass 150 and 300 there")
    }
  }

  @Test func `a run that goes on voids the steps after its checkpoint and takes the place of later files`() throws {
    try withFolder { folder in
      let later = folder.appendingPathComponent(TensorBoardWriter.fileName(step: 512))
      try Data().write(to: later)
      let other = folder.appendingPathComponent("events.out.tfevents.1699999999.host")
      try Data().write(to: other)
      let writer = TensorBoardWriter(folder: folder)
      let run = StubRun(steps: 128)
      writer.trainingDidStart(run)
      try update(writer, run, entropy: 1)
      let events = try EventReader.events(of: folder.appendingPathComponent(TensorBoardWriter.fileName(step: 128)))
      #expect(events.map(\.step) == [0, 129, 192])
      #expect(events[1].sessionLog.status == .start)
      #expect(!FileManager.default.fileExists(atPath: later.path))
      #expect(FileManager.default.fileExists(atPath: other.path), "files of others are left alone")
    }
  }

  @Test func `a record that was torn ends the file, and what was written before it is read`() throws {
    var event = TensorBoardEvent()
    event.step = 5
    let whole = try EventRecord.bytes(of: event)
    for length in 0..<whole.count {
      #expect(EventReader.events(in: whole + whole[..<length]).map(\.step) == [5])
    }
  }

  @Test func `a histogram counts every number once`() {
    let histogram = TensorBoardHistogram(of: [1, 1, 2, 31, .nan])
    #expect(histogram.bucket.reduce(0, +) == 4 && histogram.bucketLimit.count == histogram.bucket.count)
    #expect(histogram.bucket[0] == 2 && histogram.bucket[1] == 1 && histogram.bucket[30] == 1)
    #expect(histogram.sum == 35 && histogram.sumOfSquares == 967)
    #expect(TensorBoardHistogram(of: [3, 3]).bucket == [2])
  }

  @Test func `a folder that does not exist ends in an error with its path`() {
    let writer = TensorBoardWriter(folder: URL(fileURLWithPath: "/proc/nowhere"))
    let run = StubRun()
    writer.trainingDidStart(run)
    let error = #expect(throws: (any Error).self) { try update(writer, run, entropy: 1) }
    let sentence = error.map { "\($0)" } ?? ""
    #expect(sentence.hasPrefix("/proc/nowhere/events.out.tfevents.000000000000 cannot be written"))
  }
}
