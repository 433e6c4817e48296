import ArgumentParser
import Foundation
import PopulationMPI
import RLFramework

/// The command `rl bench mpi`.
struct BenchMPI: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mpi", abstract: "Measures what a generation of a population costs on MPI beside its training.",
    discussion: """
      Members that do nothing travel to the other ranks and back: mpirun -n 3 rl bench mpi. From the measured figures a \
      simulated coordinator tells how a generation spreads over up to 512 ranks.
      """)

  @Option(help: "Hidden layers of each of two networks between 124 values and 9 actions.") var hidden = "256,256,128"
  @Option(help: "Members of the population.") var members = 8
  @Option(help: "Generations to measure, of which the fastest counts.") var generations = 10
  @Option(help: "Seconds that a member trains in a generation, for the simulation; with commas.")
  var jobSeconds = "4,30,300"

  func run() throws {
    let session = try MPISession.start()
    defer { session.finish() }
    guard session.isCoordinator else { return session.serve(IdleWorker()) }
    guard session.size > 1 else { throw ValidationError("needs other ranks: mpirun -n 2 rl bench mpi") }
    // Every member travels, so that none is missing in the averages.
    try measure(MPIExecutor(session, coordinatorWorks: false))
  }

  private func measure(_ executor: MPIExecutor) throws {
    let widths = hidden.split(separator: ",").compactMap { Int($0) }
    let durations = jobSeconds.split(separator: ",").compactMap { Double($0) }
    guard !widths.isEmpty, !durations.isEmpty, members > 0, generations > 0 else {
      throw ValidationError("hidden and job-seconds must be numbers with commas, members and generations positive")
    }
    let agent = try PPO<DiscreteAction>(
      network: MLPBlueprint(hidden: widths), observationSpace: ObservationSpace(width: 124),
      actionSpace: DiscreteAction.Domain(count: 9), masksActions: true, random: RandomStream(seed: 1))
    let checkpoint = try agent.archive(.training)
    let jobs = (0..<members).map { member in
      MemberJob(
        generation: 0, member: member, settings: .null, endStep: 1, totalSteps: 1,
        random: RandomStream(seed: 1).split("member", member), start: .continuing(checkpoint))
    }
    _ = try executor.run(jobs, with: IdleWorker()) { _ in }
    let worker = try workerSeconds(jobs[0])
    let measured = try (0..<generations).map { _ in
      let before = executor.traffic
      let elapsed = try seconds { _ = try executor.run(jobs, with: IdleWorker()) { _ in } }
      return (elapsed: elapsed, costs: MessageCosts(from: before, to: executor.traffic, worker: worker))
    }
    guard let (elapsed, costs) = measured.min(by: { $0.elapsed < $1.elapsed }) else { return }
    let floats = checkpoint.tensors.reduce(0) { $0 + $1.values.count }
    let ranks = executor.parallelism + 1
    print("\(ranks) ranks, \(members) members, \(floats) floats each, \(costs.bytes) bytes a message")
    var measurement = Measurement()
    measurement.add("secondsPerGeneration", elapsed, "s")
    measurement.add("encoding", costs.encoding * 1e3, "ms a job")
    measurement.add("sending", costs.sending * 1e3, "ms a job")
    measurement.add("receiving", costs.receiving * 1e3, "ms a result")
    measurement.add("decoding", costs.decoding * 1e3, "ms a result")
    measurement.add("coordinator", costs.coordinator * 1e3, "ms a member")
    measurement.add("gigabytesPerSecond", 2 * Double(costs.bytes) / costs.coordinator / 1e9, "GB/s both ways")
    measurement.add("otherRank", costs.worker * 1e3, "ms a member")
    print(measurement.text)
    for duration in durations { print("\n" + ScalingTable(costs: costs, jobSeconds: duration).text) }
  }

  /// What decoding a job and encoding its result takes on another rank.
  private func workerSeconds(_ job: MemberJob) throws -> Double {
    let bytes = try job.archive().serialized()
    var times: [Double] = []
    for _ in 0..<9 {
      times.append(
        try seconds {
          let job = try MemberJob(TensorArchive(serialized: bytes))
          _ = try IdleWorker().result(of: job).archive().serialized()
        })
    }
    return times.sorted()[times.count / 2]
  }
}

/// Hands back what it was given.
struct IdleWorker: MemberWorker {
  func result(of job: MemberJob) throws -> MemberResult {
    var checkpoint = TensorArchive()
    switch job.start {
    case .fresh: break
    case .continuing(let archive), .inheriting(let archive): checkpoint = archive
    }
    return MemberResult(
      generation: job.generation, member: job.member, checkpoint: checkpoint, judgement: Judgement(fitness: 0),
      seconds: 0)
  }
}
