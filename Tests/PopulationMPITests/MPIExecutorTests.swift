import Foundation
import Persistence
import Population
import RLCore
import Randomness
import Settings
import Synchronization
import Testing
import Training

@testable import PopulationMPI

@Suite("A population on several ranks")
struct MPIExecutorTests {
  private func jobs(_ count: Int) -> [MemberJob] {
    (0..<count).map { member in
      var checkpoint = TensorArchive()
      checkpoint.add(.init(name: "weights", shape: [3], values: [Float(member), -0, .infinity]))
      return MemberJob(
        generation: 2, member: member, settings: .null, endStep: 10, totalSteps: 20,
        random: RandomStream(seed: 1).split("member", member),
        start: member % 3 == 0 ? .fresh : member % 3 == 1 ? .continuing(checkpoint) : .inheriting(checkpoint))
    }
  }

  /// Runs on so many ranks and ends them.
  private func run(
    _ jobs: [MemberJob], ranks: Int, coordinatorWorks: Bool = true, worker: DrawingWorker = DrawingWorker(),
    completed: @Sendable (MemberResult) throws -> Void = { _ in }
  ) throws -> [MemberResult] {
    let network = MemoryNetwork(size: ranks)
    network.serve(
      (1..<max(1, ranks)).map { rank in
        var copy = worker
        copy.rank = rank
        return copy
      })
    let session = network.session(0)
    defer {
      session.finish()
      network.join()
    }
    return try MPIExecutor(session, coordinatorWorks: coordinatorWorks).run(jobs, with: worker, completed: completed)
  }

  private func withoutRank(_ results: [MemberResult]) -> [MemberResult] {
    results.map { result in
      var result = result
      result.judgement.figures = []
      return result
    }
  }

  @Test("gives on any number of ranks what one gives, in the order of the jobs", arguments: [1, 2, 4, 9])
  func sameResults(ranks: Int) throws {
    let jobs = jobs(7)
    let expected = try jobs.map { try DrawingWorker().result(of: $0) }
    #expect(withoutRank(try run(jobs, ranks: ranks)) == withoutRank(expected))
    if ranks > 1 {
      #expect(withoutRank(try run(jobs, ranks: ranks, coordinatorWorks: false)) == withoutRank(expected))
    }
  }

  @Test("has no job done by a coordinator that only coordinates, and every job by one that is alone")
  func whoWorks() throws {
    let ranks = try run(jobs(6), ranks: 3, coordinatorWorks: false).compactMap { $0.judgement.figures.first?.value }
    #expect(ranks.count == 6 && !ranks.contains(0))
    let alone = try run(jobs(3), ranks: 1, coordinatorWorks: false)
    #expect(alone.allSatisfy { $0.judgement.figures == [Figure("rank", 0)] })
  }

  @Test("gives free ranks the next job while a slow one is still at its first")
  func dynamic() throws {
    let gate = Gate(members: [0])
    let order = Mutex<[Int]>([])
    var worker = DrawingWorker()
    worker.gate = gate
    _ = try run(jobs(5), ranks: 2, worker: worker) { result in
      let count = order.withLock { order in
        order.append(result.member)
        return order.count
      }
      // The slow job ends only after all others have.
      if count == 4 { gate.open() }
    }
    #expect(order.withLock(\.last) == 0)
    #expect(order.withLock { $0.sorted() } == [0, 1, 2, 3, 4])
  }

  @Test("ends with the error of the first job that failed; what was begun is reported, the rest never begun")
  func failure() throws {
    let gate = Gate(members: [0])
    var worker = DrawingWorker()
    worker.gate = gate
    worker.failing = [1, 2]
    let done = Mutex<[Int]>([])
    // Member 0 is held on rank 1, so that rank 2 meets the failure of member 1 while a job is still under way.
    let opener = Thread {
      Thread.sleep(forTimeInterval: 0.02)
      gate.open()
    }
    opener.start()
    let error = #expect(throws: MPIError.self) {
      try run(jobs(40), ranks: 3, coordinatorWorks: false, worker: worker) { result in
        done.withLock { $0.append(result.member) }
      }
    }
    #expect(
      error == .job(generation: 2, member: 1, rank: 2, problem: "learningRate must be positive, was 0"))
    #expect("\(error as Any)".contains("member 1 of generation 2 failed on rank 2: learningRate must be positive"))
    #expect(done.withLock(\.self) == [0])
  }

  @Test("ends with what the report of a result threw, and hands out nothing further")
  func interruption() throws {
    struct DiskFull: Error {}
    let reported = Mutex(0)
    #expect(throws: DiskFull.self) {
      try run(jobs(30), ranks: 3) { _ in
        reported.withLock { $0 += 1 }
        throw DiskFull()
      }
    }
    #expect(reported.withLock(\.self) == 1)
  }

  @Test("counts what travelled")
  func traffic() throws {
    let network = MemoryNetwork(size: 2)
    network.serve([DrawingWorker(rank: 1)])
    let session = network.session(0)
    let executor = MPIExecutor(session, coordinatorWorks: false)
    let jobs = jobs(3)
    let results = try executor.run(jobs, with: DrawingWorker()) { _ in }
    session.finish()
    network.join()
    let bytes =
      try jobs.map { try $0.archive().serialized().count } + results.map { try $0.archive().serialized().count }
    #expect(executor.traffic.jobs == 3)
    #expect(executor.traffic.bytes == bytes.reduce(0, +))
    #expect(executor.parallelism == 1)
  }
}
