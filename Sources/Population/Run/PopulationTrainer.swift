import Persistence
import Randomness
import Settings

/// Trains a population, generation by generation: every member trains and is judged, then those who fell behind copy
/// better ones and explore from there (Jaderberg and others, "Population Based Training of Neural Networks", 2017).
///
/// ```swift
/// let configuration = PopulationConfiguration(members: 8, seed: 1)
/// let trainer = try PopulationTrainer(
///   configuration, space: .singlePosition, worker: TaskWorker(task, for: configuration),
///   directory: .create(in: runs), observers: [GenerationPrinter { print($0) }])
/// let record = try trainer.run()
/// ```
///
/// The result depends on configuration, space and task alone: not on the executor, nor on how many members train at once,
/// nor on how often the run was stopped, killed and started again.
public struct PopulationTrainer<Worker: MemberWorker> {
  /// How it is trained.
  public let configuration: PopulationConfiguration
  /// The hyper-parameters of its members.
  public let space: HyperparameterSpace
  /// Trains and judges a member.
  public let worker: Worker
  /// Where members train.
  public let executor: any PopulationExecutor
  /// Where the run is kept; `nil` keeps it in memory alone.
  public let directory: PopulationDirectory?
  /// What else the run depends on.
  public let provenance: JSONValue
  /// Watch in this order.
  public let observers: [any PopulationObserver]

  /// A population from its parts.
  ///
  /// - Parameters:
  ///   - configuration: How it is trained.
  ///   - space: The hyper-parameters of its members; check it with ``PopulationTask/validate(_:)`` first.
  ///   - worker: Trains and judges a member.
  ///   - directory: Where the run is kept; one that holds a run goes on with it.
  ///   - executor: Where members train; threads of this process where nothing is said.
  ///   - provenance: What else the run depends on, such as a fingerprint of the data; a resumed run must have
  ///     the same.
  ///   - observers: Watch in this order.
  /// - Throws: `ConfigurationError` that names the field.
  public init(
    _ configuration: PopulationConfiguration, space: HyperparameterSpace, worker: Worker,
    directory: PopulationDirectory? = nil, executor: any PopulationExecutor = LocalExecutor(),
    provenance: JSONValue = .null, observers: [any PopulationObserver] = []
  ) throws(ConfigurationError) {
    try configuration.validate()
    try space.validate()
    self.configuration = configuration
    self.space = space
    self.worker = worker
    self.directory = directory
    self.executor = executor
    self.provenance = provenance
    self.observers = observers
  }

  /// Begins the run, or goes on with the one that the directory holds.
  ///
  /// - Parameter limit: Pauses once so many generations are done in all; `nil` goes to the end. The pause changes
  ///   nothing.
  /// - Returns: What the run came to.
  /// - Throws: The error of the first member that failed for another reason than numbers that are not finite,
  ///   `FileError` where the directory cannot be used, `ConfigurationError` where it holds another run, and what
  ///   observers throw.
  public func run(until limit: Int? = nil) throws -> PopulationRecord {
    var record = try start()
    let end = min(limit ?? configuration.generations, configuration.generations)
    var parents: [MemberResult]?
    for observer in observers { try observer.populationDidStart(record) }
    while record.history.generations < end {
      let results = try runGeneration(of: record, parents: parents)
      record.add(results)
      try directory?.commit(record, results)
      parents = results
      let report = GenerationReport(of: record)
      for observer in observers { try observer.generationDidEnd(report) }
    }
    for observer in observers { try observer.populationDidEnd(record) }
    return record
  }

  /// A new record, or the one of the directory.
  private func start() throws -> PopulationRecord {
    let fresh = PopulationRecord(configuration: configuration, space: space, provenance: provenance)
    guard let directory else { return fresh }
    try AtomicFile.makeFolder(directory.url)
    guard directory.holdsRun else {
      try directory.commit(fresh)
      return fresh
    }
    let record = try PopulationRecord(contentsOf: directory)
    try requireSame("configuration", record.configuration.json, configuration.json)
    try requireSame("hyperparameters", record.space.encoded, space.encoded)
    try requireSame("provenance", record.provenance, provenance)
    let done = record.history.generations
    try directory.prune(keeping: max(0, done - 1)...done)
    return record
  }

  private func requireSame(_ field: String, _ kept: JSONValue, _ now: JSONValue) throws(ConfigurationError) {
    try require(kept.text == now.text, field, must: "be those of the run in the folder, \(kept)", found: now)
  }

  /// Trains the members whose results are not kept already; `parents` is what the generation before came to, which is
  /// read from the directory where it is `nil`.
  private func runGeneration(of record: PopulationRecord, parents: [MemberResult]?) throws -> [MemberResult] {
    let (directory, observers) = (directory, observers)
    let generation = record.history.generations
    let before = try parents ?? checkpoints(of: generation - 1)
    let jobs = record.plan.map { job(for: $0, generation: generation, parents: before) }
    let identities = zip(jobs, record.plan).map { JobIdentity($0, $1) }
    var results = identities.map { directory?.keptResult(of: $0) }
    let missing = results.indices.filter { results[$0] == nil }
    for observer in observers { try observer.generationWillStart(generation, of: configuration.generations) }
    let made = try executor.run(missing.map { jobs[$0] }, with: worker) { result in
      try directory?.keep(result, of: identities[result.member])
      for observer in observers { try observer.memberDidFinish(result) }
    }
    for (index, result) in zip(missing, made) { results[index] = result }
    let all = results.compactMap { $0 }
    guard all.map(\.member) == Array(0..<configuration.members) else {
      preconditionFailure("Invariant: an executor gives a result for every job, in order")
    }
    return all
  }

  /// What the members came to in a generation that is done.
  private func checkpoints(of generation: Int) throws -> [MemberResult] {
    guard generation >= 0, let directory else { return [] }
    return try (0..<configuration.members).map { try directory.result(of: $0, generation: generation) }
  }

  private func job(for assignment: Assignment, generation: Int, parents: [MemberResult]) -> MemberJob {
    var start = MemberJob.Start.fresh
    if let parent = assignment.parent {
      let checkpoint = parents[parent].checkpoint
      start = assignment.event == .copy ? .inheriting(checkpoint) : .continuing(checkpoint)
    }
    return MemberJob(
      generation: generation, member: assignment.member, settings: assignment.hyperparameters.settings,
      endStep: configuration.endStep(of: generation), totalSteps: configuration.stepsPerMember,
      random: configuration.random.split("member", assignment.member), start: start)
  }
}

extension HyperparameterSpace {
  /// The list that files hold.
  var encoded: JSONValue { .list(hyperparameters.map(\.json)) }
}
