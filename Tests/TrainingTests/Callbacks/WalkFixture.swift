import Foundation
import Persistence
import RLCore
import Randomness
import Training

/// A walk whose step lengths are drawn within the episode, so that its stream matters.
struct Walk: Environment {
  typealias ActionType = DiscreteAction

  let observationSpace = ObservationSpace(width: 2)
  let actionSpace = DiscreteAction.Domain(count: 2)
  private var place: Float = 0
  private var steps: Float = 0
  private var wind = RandomStream(seed: 0)
  /// What an episode must not depend on; 0 in a well-made environment.
  private let drift: Float

  init(drift: Float = 0) { self.drift = drift }

  mutating func reset(using random: inout RandomStream) {
    place = Float(random.index(below: 1000)) + drift
    steps = 0
    wind = RandomStream(seed: random.next())
  }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    place += Float(wind.index(below: 100)) * (action.index == 0 ? 1 : -1)
    steps += 1
    return StepOutcome(reward: place, end: wind.index(below: 7) == 0 ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = place
    row[1] = steps
  }
}

/// Acts at random, learns the sum of all rewards, and at its best does what the sum says.
final class SummingAgent: Agent {
  typealias ActionType = DiscreteAction
  private var sum: Float = 0
  private var recorded = 0

  func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) -> [DiscreteAction] {
    (0..<observations.count).map { _ in
      DiscreteAction(mode == .explore ? random.index(below: 2) : Int(abs(sum)) % 2)
    }
  }

  func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) {
    sum += transitions.rewards.reduce(0, +) + next.values.reduce(0, +)
    recorded += 1
  }

  func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    guard recorded % 5 == 0 else { return nil }
    sum += Float(random.index(below: 10))
    var report = UpdateReport()
    report.add("sum", Double(sum))
    // A loss that is not always finite must not keep a run from being archived.
    report.add("loss", recorded % 10 == 0 ? .infinity : 1 / Double(recorded))
    return report
  }

  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = TensorArchive()
    archive.add(.init(name: "sum", shape: [2], values: [sum, Float(recorded)]))
    return archive
  }

  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    let values = try archive.tensor("sum", shape: [2])
    (sum, recorded) = (values[0], Int(values[1]))
  }
}

/// A folder of a test, removed with it.
final class TestFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("callbacks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }
  func data(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }
  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}

/// Three walks and an agent that sums.
enum WalkRun {
  static let random = RandomStream(seed: 1)

  static func trainer(
    steps: Int = 300, agent: SummingAgent = SummingAgent(), callbacks: [any Callback]
  ) throws -> Trainer<VectorEnvironment<Walk>> {
    try Trainer(
      agent, in: environments("environments"), totalSteps: steps, callbacks: callbacks, random: random)
  }

  static func environments(_ name: String) throws -> VectorEnvironment<Walk> {
    try VectorEnvironment((0..<3).map { _ in Walk() }, random: random.split(name))
  }

  static func evaluation(
    of agent: SummingAgent, every interval: Int = 30, bestPolicy: URL? = nil
  ) -> EvaluationCallback {
    EvaluationCallback(
      of: agent, every: interval, episodes: 4, bestPolicy: bestPolicy, random: random.split("evaluation")
    ) { try environments("judges") }
  }
}

/// Ends a run without any goodbye, as a kill does.
final class Killer: Callback {
  struct Killed: Error {}
  let events: TrainingEvents = .steps
  private let step: Int

  init(at step: Int) { self.step = step }

  func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    if run.progress.steps >= step { throw Killed() }
    return .proceed
  }
}
