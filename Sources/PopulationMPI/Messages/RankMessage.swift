import Foundation

/// What ranks tell each other.
enum RankMessage: Equatable {
  /// To a free rank: a job by its place in the generation, as a serialized archive.
  case job(index: Int, archive: Data)
  /// To the coordinator: what the job came to, as a serialized archive.
  case result(index: Int, archive: Data)
  /// To the coordinator: the sentence of the error that the job ended with.
  case failure(index: Int, problem: String)
  /// To every other rank: nothing more comes.
  case end

  /// Three numbers that go ahead of the bytes.
  struct Head: Equatable {
    static let byteCount = 24

    var kind: UInt64
    var index: UInt64
    /// Bytes that follow.
    var bodyByteCount: UInt64
  }

  var head: Head { Head(kind: kind, index: UInt64(index), bodyByteCount: UInt64(body.count)) }

  /// What follows the head.
  var body: Data {
    switch self {
    case .job(_, let archive), .result(_, let archive): archive
    case .failure(_, let problem): Data(problem.utf8)
    case .end: Data()
    }
  }

  /// A message from its parts; `nil` if the head is of no message.
  init?(head: Head, body: Data) {
    guard body.count == head.bodyByteCount, let index = Int(exactly: head.index) else { return nil }
    switch head.kind {
    case 0: self = .job(index: index, archive: body)
    case 1: self = .result(index: index, archive: body)
    case 2: self = .failure(index: index, problem: String(decoding: body, as: UTF8.self))
    case 3: self = .end
    default: return nil
    }
  }

  private var kind: UInt64 {
    switch self {
    case .job: 0
    case .result: 1
    case .failure: 2
    case .end: 3
    }
  }

  private var index: Int {
    switch self {
    case .job(let index, _), .result(let index, _), .failure(let index, _): index
    case .end: 0
    }
  }
}
