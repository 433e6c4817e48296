import Foundation
import Population
import Synchronization

/// A job that rank 0 works on itself, on a thread beside the one that coordinates.
final class OwnJob: Sendable {
  private let outcome = Mutex<Result<MemberResult, any Error>?>(nil)

  init(_ job: MemberJob, by worker: some MemberWorker) {
    let thread = Thread { [self] in
      let result = Result { try worker.result(of: job) }
      outcome.withLock { $0 = result }
    }
    thread.name = "member"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// What it came to, once it has ended.
  var result: Result<MemberResult, any Error>? { outcome.withLock { $0 } }
}
