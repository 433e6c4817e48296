import Population

/// Which rank works on which job of a generation, and what has come of them.
struct GenerationBoard {
  /// What a job came to.
  enum Outcome {
    case result(MemberResult)
    /// The sentence of its error.
    case problem(String)
  }

  private let jobs: [MemberJob]
  private var next = 0
  /// Ranks without a job, the longest idle first.
  private var idle: [Int]
  /// The place of each rank's job.
  private var assigned: [Int?]
  private var finished: [MemberResult?]
  private var failure: (index: Int, error: MPIError)?
  /// What `completed` threw first.
  private var interruption: (any Error)?

  /// - Parameters:
  ///   - jobs: In the order in which they are handed out.
  ///   - ranks: How many there are.
  ///   - coordinatorWorks: Whether rank 0 takes jobs; the others come first, so that it is free to hand out.
  init(_ jobs: [MemberJob], ranks: Int, coordinatorWorks: Bool) {
    self.jobs = jobs
    idle = Array(1..<max(1, ranks)) + (coordinatorWorks ? [0] : [])
    assigned = Array(repeating: nil, count: ranks)
    finished = Array(repeating: nil, count: jobs.count)
  }

  /// Whether nobody works on anything.
  var isIdle: Bool { assigned.allSatisfy { $0 == nil } }

  /// Gives the next job to an idle rank; `nil` if there is no job or no rank, and after a failure.
  mutating func assign() -> (job: MemberJob, index: Int, rank: Int)? {
    guard failure == nil, interruption == nil, next < jobs.count, !idle.isEmpty else { return nil }
    let rank = idle.removeFirst()
    assigned[rank] = next
    next += 1
    return (jobs[next - 1], next - 1, rank)
  }

  /// Notes what a rank's job came to; the rank is idle then.
  mutating func settle(_ outcome: Outcome, on rank: Int, _ completed: (MemberResult) throws -> Void) {
    guard let index = assigned[rank] else { return }
    assigned[rank] = nil
    idle.append(rank)
    switch outcome {
    case .result(let result):
      finished[index] = result
      guard interruption == nil else { return }
      do { try completed(result) } catch { interruption = error }
    case .problem(let problem):
      if let failure, failure.index < index { return }
      let job = jobs[index]
      failure = (index, .job(generation: job.generation, member: job.member, rank: rank, problem: problem))
    }
  }

  /// The results in the order of the jobs.
  ///
  /// - Throws: What `completed` threw, or the error of the first job that failed.
  func results() throws -> [MemberResult] {
    if let interruption { throw interruption }
    if let failure { throw failure.error }
    return finished.compactMap(\.self)
  }
}
