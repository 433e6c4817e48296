import Persistence
import RLCore
import Randomness
import Settings

/// Trains one agent through stages that get harder, with what it has learnt and what it normalises by.
///
/// The budget is one: steps that a stage leaves over go to the ones behind it, and schedules run over the whole. A stage
/// ends when its goal is reached at a judgement, or when it has taken its longest time; the record says which. Statistics
/// of `NormalizingEnvironments` are carried from stage to stage: a policy whose inputs were scaled anew would
/// have to learn anew.
public final class Curriculum<E: Environments>: ResumableTraining {
  /// Acts and learns.
  public let agent: any Agent<E.ActionType>
  /// The stages in order.
  public let phases: [CurriculumPhase<E>]
  /// What happened in each stage that has begun.
  public private(set) var records: [CurriculumRecord] = []

  private let totalSteps: Int
  private let callbacks: [any Callback]
  private let random: RandomStream
  private var trainer: Trainer<E>?
  private var gate: PromotionGate<E>?

  /// A curriculum that has not begun.
  ///
  /// - Parameters:
  ///   - agent: Acts and learns.
  ///   - phases: At least one; all with the same spaces and number of environments.
  ///   - totalSteps: Environment steps of the whole.
  ///   - callbacks: Watch every stage; they see the curriculum as the run.
  ///   - random: Split for each stage.
  public init(
    _ agent: any Agent<E.ActionType>, phases: [CurriculumPhase<E>], totalSteps: Int, callbacks: [any Callback] = [],
    random: RandomStream
  ) {
    enforce(!phases.isEmpty, "phases must not be empty, was empty")
    self.agent = agent
    self.phases = phases
    self.totalSteps = totalSteps
    self.callbacks = callbacks
    self.random = random
  }

  /// How far the whole is.
  public var progress: TrainingProgress { trainer?.progress ?? TrainingProgress(totalSteps: totalSteps) }

  /// What the environments of the stage under way normalise by.
  public var normalization: NormalizationStatistics? { trainer?.normalization }

  /// The objects of the environments of the stage under way.
  public var environmentObjects: Set<ObjectIdentifier> { trainer?.environmentObjects ?? [] }

  /// What ended the stage under way with an error.
  public var failure: (any Error)? { trainer?.failure }

  /// The environments of the stage under way; `nil` before the first.
  public var environments: E? { trainer?.environments }

  /// Trains stage after stage.
  ///
  /// - Returns: Why the last stage ended.
  /// - Throws: What ``Trainer/run(until:)`` and the stages' closures throw.
  @discardableResult
  public func run() throws -> String {
    var trainer = try self.trainer ?? begin(0, after: nil)
    while true {
      let index = records.count - 1
      let end = index == phases.count - 1 ? nil : records[index].firstStep + phases[index].longest
      var reason = ""
      var isStopped = false
      // A resumed run may stand at the end of a stage.
      if !isOver(trainer, at: end) {
        reason = try trainer.run(until: end)
        isStopped = trainer.isStopped
      }
      // Then nobody tells it why the stage ended: the record has what can be told from the stage alone.
      if isOver(trainer, at: end), !isStopped {
        reason = gate?.passed ?? "time was up after \(trainer.progress.steps) steps"
      }
      keepJudgements()
      records[index].lastStep = trainer.progress.steps
      records[index].reason = reason
      // A callback that stops the run has the last word, whatever else its step has brought.
      guard isOver(trainer, at: end), !isStopped, !trainer.progress.isComplete else { return reason }
      trainer = try begin(index + 1, after: trainer)
    }
  }

  /// Whether a stage that has an end has come to it.
  private func isOver(_ trainer: Trainer<E>, at end: Int?) -> Bool {
    end.map { gate?.passed != nil || trainer.progress.steps >= $0 } ?? false
  }

  /// Begins a stage, with its record and its trainer, which become the present ones.
  private func begin(_ index: Int, after last: Trainer<E>?) throws -> Trainer<E> {
    let phase = phases[index]
    let stream = random.split("phase", index)
    let environments = try phase.makeEnvironments(stream.split("environments"))
    try agent.requireFit(in: environments)
    if let old = last?.environments as? any NormalizingEnvironments,
      let new = environments as? any NormalizingEnvironments
    {
      new.statistics = old.statistics
    }
    let progress = last?.progress ?? TrainingProgress(totalSteps: totalSteps)
    if records.count == index { records.append(CurriculumRecord(phase: phase.name, firstStep: progress.steps)) }
    return makeTrainer(phase, in: environments, progress: progress, random: stream)
  }

  private func makeTrainer(
    _ phase: CurriculumPhase<E>, in environments: E, progress: TrainingProgress, random: RandomStream
  ) -> Trainer<E> {
    let isLast = records.count >= phases.count
    let gate = PromotionGate(phase, agent: agent, environments: environments)
    let trainer = Trainer(
      agent, in: environments, progress: progress, callbacks: [gate] + callbacks, random: random.split("training"))
    trainer.whole = self
    trainer.isPassed = { !isLast && gate.passed != nil }
    self.gate = gate
    self.trainer = trainer
    return trainer
  }

  /// Copies what the gate of the present stage has found.
  private func keepJudgements() {
    if let gate, !records.isEmpty { records[records.count - 1].judgements = gate.memory }
  }

  // MARK: Checkpoints

  private static var recordsKey: String { "curriculum" }
  private static var section: String { curriculumRunSection }

  /// The agent's policy by itself, or everything that the curriculum needs to resume bit for bit.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else {
      guard let trainer else { return try agent.archive(.policy) }
      return try trainer.archive(.policy)
    }
    var archive = TensorArchive()
    keepJudgements()
    try archive.encode(records, as: Self.recordsKey)
    if let trainer { archive.add(try trainer.archive(.training), section: Self.section) }
    return archive
  }

  /// Goes on from an archive of a curriculum with the same stages.
  ///
  /// - Throws: `ArchiveError` if the archive does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    guard content == .training else { return try agent.restore(.policy, from: archive) }
    let records = try archive.decode([CurriculumRecord].self, from: Self.recordsKey)
    guard records.map(\.phase) == phases.prefix(records.count).map(\.name) else {
      throw ArchiveError(
        "is for a curriculum that begins with \(records.map(\.phase)), this one has \(phases.map(\.name))")
    }
    guard let last = records.indices.last else { return }
    self.records = records
    let stream = random.split("phase", last)
    let environments: E
    do {
      environments = try phases[last].makeEnvironments(stream.split("environments"))
    } catch {
      throw ArchiveError("cannot go on with phase \(phases[last].name): \(error)")
    }
    let trainer = makeTrainer(
      phases[last], in: environments, progress: TrainingProgress(totalSteps: totalSteps), random: stream)
    try trainer.restore(.training, from: try archive.section(Self.section))
  }
}

/// Judges now and then, and says when the goal of a stage is reached.
final class PromotionGate<E: Environments>: ResumableCallback {
  let events: TrainingEvents = .steps
  let name = "promotion"
  var memory: [CurriculumRecord.Entry] = []

  private let phase: CurriculumPhase<E>
  private let agent: any Agent<E.ActionType>
  private let environments: E

  init(_ phase: CurriculumPhase<E>, agent: any Agent<E.ActionType>, environments: E) {
    self.phase = phase
    self.agent = agent
    self.environments = environments
  }

  /// How the goal was reached; `nil` if it was not.
  var passed: String? {
    guard let judgement = memory.last?.judgement, judgement.isPassed else { return nil }
    return "\(phase.name) passed: \(judgement.measure) \(judgement.score) above \(judgement.goal)"
  }

  func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    let (now, before) = (run.progress.steps, run.progress.steps - environments.count)
    guard now / phase.judgementInterval > before / phase.judgementInterval else { return .proceed }
    let statistics = (environments as? any NormalizingEnvironments)?.statistics
    let judgement = try phase.judge(agent, statistics)
    memory.append(CurriculumRecord.Entry(steps: now, judgement: judgement))
    return .proceed
  }
}
