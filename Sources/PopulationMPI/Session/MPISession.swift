import Population

/// The processes that `mpirun` or `srun` has started together, as one of them sees them.
///
/// All ranks run the same program with the same arguments. Rank 0 coordinates: it runs the population, with an
/// ``MPIExecutor``, and is the only one that prints and writes files; the others work on jobs until they are told to end.
/// ``run(with:coordinate:)`` is all of it in one call. A program that was started by itself is rank 0 of 1.
///
/// A session belongs to the thread that began it.
public final class MPISession {
  /// Whether the package was built with its trait `MPI`.
  public static var isAvailable: Bool {
    #if MPI
      true
    #else
      false
    #endif
  }

  /// The rank of this process, from 0.
  public var rank: Int { channel.rank }
  /// Ranks in all.
  public var size: Int { channel.size }
  /// Whether this is rank 0, which runs the population, prints and writes files.
  public var isCoordinator: Bool { rank == 0 }

  let channel: any RankChannel
  private var isFinished = false

  init(_ channel: any RankChannel) { self.channel = channel }

  /// Begins the session, once in a process; waits until all ranks have begun it.
  ///
  /// - Throws: ``MPIError/unavailable`` and ``MPIError/alreadyStarted``.
  public static func start() throws(MPIError) -> MPISession {
    #if MPI
      MPISession(try MPIChannel.open())
    #else
      throw .unavailable
    #endif
  }

  /// Runs a population on all ranks: begins the session, does the work of this rank, ends the session.
  ///
  /// Where rank 0 throws, all ranks end; its process must then exit with a status that is not 0, as a command does that
  /// throws. Where another rank cannot make its worker it must exit in the same way before it comes here, or throw from
  /// its command: `mpirun` ends the rest.
  ///
  /// - Parameters:
  ///   - worker: Works on the jobs that this rank is given; equal on all ranks.
  ///   - coordinate: Runs the population, on rank 0 alone.
  /// - Returns: What `coordinate` returned, on rank 0; `nil` on the others, which have nothing left to do.
  /// - Throws: What `coordinate` throws, ``MPIError/unavailable`` and ``MPIError/alreadyStarted``.
  @discardableResult
  public static func run<Value>(
    with worker: some MemberWorker, coordinate: (MPIExecutor) throws -> Value
  ) throws -> Value? {
    let session = try start()
    defer { session.finish() }
    guard session.isCoordinator else {
      session.serve(worker)
      return nil
    }
    return try coordinate(MPIExecutor(session))
  }

  /// Works on jobs until rank 0 says that nothing more comes.
  ///
  /// An error of a job goes to rank 0 as a sentence; this rank then waits for the next job.
  ///
  /// - Precondition: This is not rank 0.
  public func serve(_ worker: some MemberWorker) {
    precondition(!isCoordinator, "rank 0 hands out jobs and serves nobody")
    while case .job(let index, let archive) = channel.wait().message {
      channel.send(JobEnvelope.answer(to: archive, index: index, by: worker), to: 0)
    }
  }

  /// Ends the session: tells all ranks on rank 0, leaves them, and waits until they leave too.
  ///
  /// Does nothing when called again.
  public func finish() {
    guard !isFinished else { return }
    isFinished = true
    if isCoordinator {
      for rank in 1..<max(1, size) { channel.send(.end, to: rank) }
    }
    channel.close()
  }
}
