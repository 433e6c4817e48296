import Foundation
import Persistence
import Population

/// Jobs and results as the bytes that travel.
enum JobEnvelope {
  /// Does a job that has come from the coordinator.
  static func answer(to job: Data, index: Int, by worker: some MemberWorker) -> RankMessage {
    do {
      let result = try worker.result(of: MemberJob(TensorArchive(serialized: job)))
      return .result(index: index, archive: try result.archive().serialized())
    } catch {
      return .failure(index: index, problem: "\(error)")
    }
  }

  static func bytes(of job: MemberJob) throws(ArchiveError) -> Data { try job.archive().serialized() }

  static func result(from bytes: Data) throws(ArchiveError) -> MemberResult {
    try MemberResult(TensorArchive(serialized: bytes))
  }
}
