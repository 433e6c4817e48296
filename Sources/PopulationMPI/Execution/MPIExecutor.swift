import Persistence
import Population

/// Has the members of a population train on all ranks of an ``MPISession``, to the same bytes as one process.
///
/// A free rank gets the next job, so that slow members hold nobody up; rank 0 works too, on a thread beside the one that
/// coordinates. Jobs and results travel as serialized archives: flat buffers with a checksum.
///
/// When a job fails nothing further is handed out, and what was begun is finished and reported, so that all ranks are free
/// again when ``run(_:with:completed:)`` throws.
public final class MPIExecutor: PopulationExecutor {
  /// Jobs that are worked on at once: one a rank.
  public var parallelism: Int { isWorkingItself ? channel.size : channel.size - 1 }
  /// What coordinating has cost so far.
  public private(set) var traffic = MPITraffic()

  private let channel: any RankChannel
  private let isWorkingItself: Bool

  /// An executor of rank 0.
  ///
  /// - Parameters:
  ///   - session: The ranks.
  ///   - coordinatorWorks: Whether rank 0 takes jobs, too; it always does where it is alone.
  /// - Precondition: This is rank 0, and the other ranks serve.
  public init(_ session: MPISession, coordinatorWorks: Bool = true) {
    precondition(session.isCoordinator, "rank 0 runs the population, this is rank \(session.rank)")
    channel = session.channel
    isWorkingItself = coordinatorWorks || channel.size == 1
  }

  /// Works on jobs on all ranks.
  ///
  /// - Parameters:
  ///   - jobs: Independent of each other.
  ///   - worker: Works for rank 0; the other ranks have theirs.
  ///   - completed: Told of each result as it comes, on this thread.
  /// - Returns: The results in the order of the jobs.
  /// - Throws: What `completed` throws; else ``MPIError/job(generation:member:rank:problem:)`` of the first job, in their
  ///   order, that failed.
  public func run(
    _ jobs: [MemberJob], with worker: some MemberWorker, completed: @Sendable (MemberResult) throws -> Void
  ) throws -> [MemberResult] {
    var board = GenerationBoard(jobs, ranks: channel.size, coordinatorWorks: isWorkingItself)
    var own: OwnJob?
    while true {
      while let (job, index, rank) = board.assign() {
        if rank == 0 {
          own = OwnJob(job, by: worker)
        } else if let problem = send(job, index: index, to: rank) {
          board.settle(.problem(problem), on: rank, completed)
        }
      }
      if board.isIdle { return try board.results() }
      let (outcome, rank) = wait(for: &own)
      board.settle(outcome, on: rank, completed)
    }
  }

  /// Sends a job; returns what is wrong with it, or `nil`.
  private func send(_ job: MemberJob, index: Int, to rank: Int) -> String? {
    do {
      let archive = try traffic.measure(\.encodingSeconds) { try JobEnvelope.bytes(of: job) }
      traffic.measure(\.sendingSeconds) { channel.send(.job(index: index, archive: archive), to: rank) }
      traffic.jobs += 1
      traffic.bytes += archive.count
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Waits until some rank's job has ended.
  private func wait(for own: inout OwnJob?) -> (outcome: GenerationBoard.Outcome, rank: Int) {
    var pause = Pause()
    while true {
      if let result = own?.result {
        own = nil
        switch result {
        case .success(let result): return (.result(result), 0)
        case .failure(let error): return (.problem("\(error)"), 0)
        }
      }
      let start = ContinuousClock.now
      if let (message, source) = channel.receive() {
        traffic.receivingSeconds += (ContinuousClock.now - start) / .seconds(1)
        return (outcome(of: message), source)
      }
      pause.sleep()
    }
  }

  private func outcome(of message: RankMessage) -> GenerationBoard.Outcome {
    switch message {
    case .result(_, let archive):
      traffic.bytes += archive.count
      do throws(ArchiveError) {
        let decode = { () throws(ArchiveError) in try JobEnvelope.result(from: archive) }
        return .result(try traffic.measure(\.decodingSeconds, decode))
      } catch {
        return .problem("its result \(error.problem)")
      }
    case .failure(_, let problem): return .problem(problem)
    case .job, .end: return .problem("its rank runs another version of this program")
    }
  }
}
