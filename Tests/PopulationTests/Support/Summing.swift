import Persistence
import Population
import RLCore
import Randomness
import Settings
import Synchronization
import Testing
import Training

/// A worker without an agent: its only parameter grows by what the settings and the streams of a stretch say.
struct Summing: MemberWorker {
  final class Log: Sendable {
    private let jobs = Mutex<[MemberJob]>([])
    var all: [MemberJob] { jobs.withLock { $0 } }
    func add(_ job: MemberJob) { jobs.withLock { $0.append(job) } }
  }

  struct Failure: Error, Equatable {
    let member: Int
  }

  let log = Log()
  /// Members whose fitness is −∞.
  var hopeless: [Int] = []
  /// Throws for this member of this generation.
  var failing: (generation: Int, member: Int)?

  func result(of job: MemberJob) throws -> MemberResult {
    log.add(job)
    if let failing, failing == (job.generation, job.member) { throw Failure(member: job.member) }
    let (before, history): (Float, String) =
      switch job.start {
      case .fresh: (0, "")
      case .continuing(let archive): (try archive.tensor("sum", shape: [1])[0], try archive.text("path"))
      case .inheriting(let archive): (try archive.tensor("sum", shape: [1])[0], try archive.text("path") + "*")
      }
    var random = job.random.split("draw", job.generation)
    let sum = before + (rate(job) ?? 0.5) + random.uniform()
    var archive = TensorArchive()
    archive.add(.init(name: "sum", shape: [1], values: [sum]))
    archive.metadata["path"] = history + "\(job.generation).\(job.member) "
    var policy = TensorArchive()
    policy.add(.init(name: "sum", shape: [1], values: [sum]))
    archive.add(policy, section: "policy")
    let isHopeless = hopeless.contains(job.member)
    return MemberResult(
      generation: job.generation, member: job.member, checkpoint: archive,
      judgement: isHopeless
        ? Judgement(fitness: -.infinity, figures: [Figure("trades", .infinity)], returns: [.infinity])
        : Judgement(
          fitness: Double(sum), figures: [Figure("trades", Double(job.endStep)), Figure("sharpe", nil)],
          returns: [Double(sum), Double(job.member) / 3]),
      seconds: Double(random.uniform()))
  }

  private func rate(_ job: MemberJob) -> Float? {
    guard case .object(let fields) = job.settings, case .number(let rate)? = fields["rate"] else { return nil }
    return Float(rate)
  }

  static let space = HyperparameterSpace([
    Hyperparameter("rate", .uniform(lower: 0.1, upper: 0.9)),
    Hyperparameter("mode", .choices([.text("a"), .text("b"), .text("c")])),
  ])
}
