import Foundation
import Synchronization
import Training

/// Trains members on threads of this process, each on one thread.
///
/// The results are the same for any number of workers.
public struct LocalExecutor: PopulationExecutor, Sendable {
  /// Members that are trained at once.
  public let workers: Int

  /// An executor on so many threads; every core where nothing is said.
  public init(workers: Int = ProcessInfo.processInfo.activeProcessorCount) {
    self.workers = max(1, workers)
  }

  /// Members that are trained at once.
  public var parallelism: Int { workers }

  /// Trains on threads; blocks the calling one, which works too.
  public func run(
    _ jobs: [MemberJob], with worker: some MemberWorker, completed: @Sendable (MemberResult) throws -> Void
  ) throws -> [MemberResult] {
    let turn = Mutex(())
    return try concurrentMap(jobs.count, threads: workers) { index in
      let result = try worker.result(of: jobs[index])
      try turn.withLock { _ in try completed(result) }
      return result
    }
  }
}
