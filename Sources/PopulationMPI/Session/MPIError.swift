/// Why a population cannot train on MPI.
public enum MPIError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The package was built without its trait `MPI`.
  case unavailable
  /// This process has begun a session before; MPI can be started once.
  case alreadyStarted
  /// A job failed, on this rank or another one; its other ranks finished what they had begun.
  case job(generation: Int, member: Int, rank: Int, problem: String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .unavailable: "this build has no MPI: build with swift build --traits MPI"
    case .alreadyStarted: "MPI was started before in this process; it can be started once"
    case .job(let generation, let member, let rank, let problem):
      "member \(member) of generation \(generation) failed on rank \(rank): \(problem)"
    }
  }
}
