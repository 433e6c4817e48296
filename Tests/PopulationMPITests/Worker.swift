import Foundation
import Persistence
import Population
import RLCore
import Randomness
import Synchronization
import Training

/// A worker of these tests.
protocol Worker: MemberWorker {}

/// Draws from the job's stream and adds to the weights that the job begins with.
struct DrawingWorker: Worker {
  /// The rank that the worker is told it has, so that a result shows who made it.
  var rank = 0
  /// Members whose jobs fail.
  var failing: [Int] = []
  /// Members whose jobs take until ``Gate/open()``.
  var gate: Gate?

  struct Failure: Error, CustomStringConvertible {
    var description: String { "learningRate must be positive, was 0" }
  }

  func result(of job: MemberJob) throws -> MemberResult {
    if let gate, gate.members.contains(job.member) { gate.pass() }
    if failing.contains(job.member) { throw Failure() }
    var random = job.random
    var weights: [Float] = [0, 0, 0]
    switch job.start {
    case .fresh: break
    case .continuing(let archive), .inheriting(let archive): weights = try archive.tensor("weights", shape: [3])
    }
    var archive = TensorArchive()
    archive.add(.init(name: "weights", shape: [3], values: weights.map { $0 + Float(random.normal()) }))
    return MemberResult(
      generation: job.generation, member: job.member, checkpoint: archive,
      judgement: Judgement(fitness: Double(random.uniform()), figures: [Figure("rank", Double(rank))]), seconds: 0)
  }
}

/// Holds jobs up until others are done.
final class Gate: Sendable {
  let members: [Int]
  private let semaphore = DispatchSemaphore(value: 0)

  init(members: [Int]) { self.members = members }

  func open() { for _ in members { semaphore.signal() } }
  func pass() { semaphore.wait() }
}
