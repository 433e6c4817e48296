import Persistence
import RLCore
import Randomness

/// What a run is archived as: the agent, the environments in the middle of their episodes, progress, streams, the
/// episodes under way, what is seen now, and the memory of callbacks. Loaded into a run that was made alike, it goes on
/// as if it had never stopped, whatever the step.
///
/// Environments that cannot be archived (those of other processes) begin new episodes instead.
extension Trainer {
  static var agentSection: String { "agent" }
  private static var environmentsSection: String { "environments" }
  private static var observationsKey: String { "observations" }
  static var stateKey: String { trainingStateKey }

  /// What a run remembers beside its agent and its environments.
  private struct State: Codable {
    var progress: TrainingProgress
    var random: RandomStream
    var exploration: RandomStream
    var learning: RandomStream
    var episodes: EpisodeTracker
    /// Whether the last observations begin episodes; `nil` before the first step.
    var isStart: [Bool]?
  }

  /// The agent's policy by itself, or everything that the run needs to resume.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else { return try policyArchive() }
    guard !isStepping else { throw ArchiveError("can be made between two steps only, as in stepDidEnd(in:)") }
    var archive = TensorArchive()
    archive.add(try agent.archive(.training), section: Self.agentSection)
    if let checkpointable = environments as? any Checkpointable {
      archive.add(try checkpointable.archive(.training), section: Self.environmentsSection)
    }
    try archive.encode(
      State(
        progress: progress, random: random, exploration: exploration, learning: learning, episodes: episodes,
        isStart: observations?.isStart),
      as: Self.stateKey)
    if let observations { archive.add(observations, as: Self.observationsKey) }
    for callback in callbacks.resumable { try Self.store(callback, in: &archive) }
    return archive
  }

  /// Goes on from an archive.
  ///
  /// The steps to take stay those of this run; everything else is taken over. Settings of the agent are not in the
  /// archive.
  ///
  /// - Throws: `ArchiveError` if the archive does not fit. The run must not be used then: what was restored before
  ///   the misfit was found stays.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    guard content == .training else { return try restorePolicy(from: archive) }
    let state = try archive.decode(State.self, from: Self.stateKey)
    guard state.episodes.totals.count == environments.count, state.episodes.lengths.count == environments.count else {
      throw ArchiveError("is for \(state.episodes.totals.count) environments, there are \(environments.count)")
    }
    // The agent first: it says best what another task or network is.
    try agent.restore(.training, from: try archive.section(Self.agentSection))
    let seen = try state.isStart.map { isStart throws(ArchiveError) in
      try archive.observations(
        Self.observationsKey, isStart: isStart, width: environments.observationSpace.width,
        maskWidth: environments.maskWidth)
    }
    if let seen, seen.count != environments.count {
      throw ArchiveError("is for \(seen.count) environments, there are \(environments.count)")
    }
    if let checkpointable = environments as? any Checkpointable {
      try checkpointable.restore(.training, from: try archive.section(Self.environmentsSection))
    }
    for callback in callbacks.resumable { try Self.load(callback, from: archive) }
    progress = progress.continuing(state.progress)
    (random, exploration, learning) = (state.random, state.exploration, state.learning)
    let goesOn = environments is any ResumableEnvironments
    episodes = goesOn ? state.episodes : EpisodeTracker(environments: environments.count)
    observations = goesOn ? seen : nil
    moveCount = environments.moveCount
  }

  /// The agent's policy, and what its observations are normalised by: without it the policy could not act.
  private func policyArchive() throws(ArchiveError) -> TensorArchive {
    var archive = try agent.archive(.policy)
    if let normalizing = environments as? any NormalizingEnvironments & Checkpointable {
      archive.add(try normalizing.archive(.policy), section: NormalizationStatistics.policySection)
    }
    return archive
  }

  private func restorePolicy(from archive: TensorArchive) throws(ArchiveError) {
    if let normalizing = environments as? any NormalizingEnvironments & Checkpointable,
      archive.hasSection(NormalizationStatistics.policySection)
    {
      try normalizing.restore(.policy, from: try archive.section(NormalizationStatistics.policySection))
    }
    try agent.restore(.policy, from: archive)
  }

  private static func key(of callback: some ResumableCallback) -> String { "callback/\(callback.name)" }

  private static func store(
    _ callback: some ResumableCallback, in archive: inout TensorArchive
  ) throws(ArchiveError) {
    let key = key(of: callback)
    guard archive.metadata[key] == nil else {
      throw ArchiveError("would hold two callbacks named \(callback.name); give one of them another name")
    }
    try archive.encode(callback.memory, as: key)
  }

  /// A callback that was not there when the archive was made begins with nothing.
  private static func load<C: ResumableCallback>(_ callback: C, from archive: TensorArchive) throws(ArchiveError) {
    let key = key(of: callback)
    guard archive.metadata[key] != nil else { return }
    callback.memory = try archive.decode(C.Memory.self, from: key)
  }
}

extension TrainingProgress {
  /// How far the run was that an archive is of.
  ///
  /// - Throws: `ArchiveError` if the archive is of no run.
  public init(of archive: TensorArchive) throws(ArchiveError) {
    struct Part: Decodable {
      let progress: TrainingProgress
    }
    // A curriculum keeps the run of its stage in a section.
    let isStage = archive.metadata[trainingStateKey] == nil && archive.hasSection(curriculumRunSection)
    let run = isStage ? try archive.section(curriculumRunSection) : archive
    self = try run.decode(Part.self, from: trainingStateKey).progress
  }
}

/// The entry of an archive with what a run remembers beside its agent and its environments.
private let trainingStateKey = "training"
/// The section of a curriculum's archive with the run of its stage.
let curriculumRunSection = "trainer"

extension TensorArchive {
  /// Adds what agents see.
  fileprivate mutating func add(_ observations: ObservationBatch, as name: String) {
    add(.init(name: "\(name).values", shape: [observations.count, observations.width], values: observations.values))
    add(
      .init(
        name: "\(name).masks", shape: [observations.count, observations.maskWidth],
        values: observations.masks.map { $0 ? 1 : 0 }))
  }

  /// What ``add(_:as:)`` added.
  fileprivate func observations(
    _ name: String, isStart: [Bool], width: Int, maskWidth: Int
  ) throws(ArchiveError) -> ObservationBatch {
    var batch = ObservationBatch(count: isStart.count, width: width, maskWidth: maskWidth)
    batch.values = try tensor("\(name).values", shape: [isStart.count, width])
    batch.masks = try tensor("\(name).masks", shape: [isStart.count, maskWidth]).map { $0 != 0 }
    batch.isStart = isStart
    return batch
  }
}
