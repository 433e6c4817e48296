import RLFramework

/// One job after the other on this thread.
struct SequentialExecutor: PopulationExecutor {
  var parallelism: Int { 1 }

  func run(
    _ jobs: [MemberJob], with worker: some MemberWorker, completed: @Sendable (MemberResult) throws -> Void
  ) throws -> [MemberResult] {
    try jobs.map { job in
      let result = try worker.result(of: job)
      try completed(result)
      return result
    }
  }
}
