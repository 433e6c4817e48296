import Foundation
import Testing

@testable import PopulationMPI

@Suite("Messages between ranks")
struct RankMessageTests {
  @Test("come back as they were")
  func roundTrip() {
    let messages: [RankMessage] = [
      .job(index: 3, archive: Data([1, 2])), .result(index: 0, archive: Data()), .failure(index: 7, problem: "größer"),
      .end,
    ]
    for message in messages {
      #expect(RankMessage(head: message.head, body: message.body) == message)
    }
  }

  @Test("are refused where the head is of no message or the body is short")
  func refused() {
    #expect(RankMessage(head: .init(kind: 4, index: 0, bodyByteCount: 0), body: Data()) == nil)
    #expect(RankMessage(head: .init(kind: 1, index: 0, bodyByteCount: 2), body: Data([1])) == nil)
    #expect(RankMessage(head: .init(kind: 1, index: .max, bodyByteCount: 0), body: Data()) == nil)
  }

  #if !MPI
    @Test("A build without MPI says how to get one that has it")
    func unavailable() {
      #expect(!MPISession.isAvailable)
      let error = #expect(throws: MPIError.self) { try MPISession.start() }
      #expect(error?.description == "this build has no MPI: build with swift build --traits MPI")
    }
  #endif
}
