import ArgumentParser
import Foundation
import PopulationMPI
import RLFramework

extension BenchPopulation.Executor: ExpressibleByArgument {}

/// The command `rl bench population`.
struct BenchPopulation: ParsableCommand {
  /// Where members train.
  enum Executor: String, CaseIterable {
    case local
    case mpi
  }

  static let configuration = CommandConfiguration(
    commandName: "population", abstract: "Trains a small population, on MPI or in this process, and times it.",
    discussion: """
      Shows that the ranks of a cluster work together and come to the bytes of one process: mpirun -n 4 rl bench \
      population --executor mpi --output DIRECTORY. PPO on CartPole-v1; after each generation the worst member takes over \
      what the best has learnt. Results that DIRECTORY holds already are not computed again.
      """)

  @Option(help: "Where members train: local or mpi.") var executor = Executor.local
  @Option(help: "Members of the population.") var members = 8
  @Option(help: "Generations.") var generations = 3
  @Option(help: "Environment steps of a member in a generation.") var steps = 4096
  @Option(help: "Seed.") var seed: UInt64 = 1
  @Option(help: "Folder for the result of every member and generation.") var output: String
  @Flag(help: "Have rank 0 coordinate only, where there are others.") var coordinateOnly = false
  @Option(help: .hidden) var failingMember: Int?

  func validate() throws {
    guard members > 0, generations > 0, steps > 0 else {
      throw ValidationError("members, generations and steps must be positive")
    }
  }

  func run() throws {
    let worker = CartPoleWorker(failingMember: failingMember, random: RandomStream(seed: seed).split("judges"))
    switch executor {
    case .local: try train(on: LocalExecutor(workers: 1), with: worker)
    case .mpi:
      let session = try MPISession.start()
      defer { session.finish() }
      guard session.isCoordinator else { return session.serve(worker) }
      let executor = MPIExecutor(session, coordinatorWorks: !coordinateOnly)
      try train(on: executor, with: worker)
      print(String(format: "%.3f s of coordination, %d jobs sent", executor.traffic.seconds, executor.traffic.jobs))
    }
  }

  private func train(on executor: some PopulationExecutor, with worker: CartPoleWorker) throws {
    let folder = URL(fileURLWithPath: output)
    try AtomicFile.makeFolder(folder)
    try AtomicFile.removeLeftovers(in: folder)
    var last: [MemberResult] = []
    for generation in 0..<generations {
      let jobs = jobs(of: generation, after: last)
      var trained = 0.0
      let elapsed = try seconds {
        let missing = jobs.filter { job in
          !FileManager.default.fileExists(atPath: file(of: job, in: folder).path)
        }
        let results = try executor.run(missing, with: worker) { result in
          // Wall time differs from run to run; files must not.
          var result = result
          result.seconds = 0
          try result.archive().write(to: Self.file(generation: result.generation, member: result.member, in: folder))
        }
        trained = results.reduce(0) { $0 + $1.seconds }
        last = try jobs.map { try MemberResult(.read(file(of: $0, in: folder))) }
      }
      let best = last.map(\.judgement.fitness).max() ?? 0
      print(
        String(
          format: "generation %d: best %.1f, %.2f s, %.2f of %d members at once", generation, best, elapsed,
          trained / elapsed, executor.parallelism))
    }
  }

  /// The worst member goes on with what the best has learnt; the first of equals counts.
  private func jobs(of generation: Int, after last: [MemberResult]) -> [MemberJob] {
    let best = last.max { ($0.judgement.fitness, -$0.member) < ($1.judgement.fitness, -$1.member) }
    let worst = last.min { ($0.judgement.fitness, $0.member) < ($1.judgement.fitness, $1.member) }
    return (0..<members).map { member in
      var start = MemberJob.Start.fresh
      if let best, let worst {
        start = member == worst.member ? .inheriting(best.checkpoint) : .continuing(last[member].checkpoint)
      }
      return MemberJob(
        generation: generation, member: member, settings: .null, endStep: (generation + 1) * steps,
        totalSteps: generations * steps, random: RandomStream(seed: seed).split("member", member), start: start)
    }
  }

  private func file(of job: MemberJob, in folder: URL) -> URL {
    Self.file(generation: job.generation, member: job.member, in: folder)
  }

  private static func file(generation: Int, member: Int, in folder: URL) -> URL {
    folder.appendingPathComponent("generation-\(generation)-member-\(member).safetensors")
  }
}
