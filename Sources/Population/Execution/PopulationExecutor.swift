/// Works on one job: makes environments, agent and judge anew, trains, judges, archives.
///
/// A value that every thread and every machine can make for itself; nothing is shared between two jobs.
public protocol MemberWorker: Sendable {
  /// Does the work.
  ///
  /// - Throws: What training throws, and `ArchiveError` where the checkpoint does not fit.
  func result(of job: MemberJob) throws -> MemberResult
}

/// Where the members of a population train: threads of this process, or many machines.
public protocol PopulationExecutor {
  /// Jobs that are worked on at once.
  var parallelism: Int { get }

  /// Works on jobs, in any order.
  ///
  /// - Parameters:
  ///   - jobs: Independent of each other.
  ///   - worker: Does the work; executors beyond this process have workers of their own, made from the same settings.
  ///   - completed: Told of each result as it comes, one at a time.
  /// - Returns: The results in the order of the jobs.
  /// - Throws: The error of the first job, in their order, that failed; the others were finished or never begun.
  func run(
    _ jobs: [MemberJob], with worker: some MemberWorker, completed: @Sendable (MemberResult) throws -> Void
  ) throws -> [MemberResult]
}
