import Persistence
import Settings

/// Environments with observations and rewards normalised by running statistics, for agents that do not do it
/// themselves.
///
/// Evaluation wraps environments of its own with a copy of the statistics, frozen:
///
/// ```swift
/// let judges = try NormalizedEnvironments(raw, frozen: training.statistics)
/// ```
public final class NormalizedEnvironments<Base: Environments>: NormalizingEnvironments {
  /// What the environments accept.
  public typealias ActionType = Base.ActionType
  /// What can go wrong between two steps.
  public typealias Failure = Base.Failure

  /// The environments as they are.
  public let base: Base
  /// What was seen so far.
  public var statistics: NormalizationStatistics {
    didSet { requireFit() }
  }
  /// Whether statistics stay as they are and rewards are passed on as they come: how agents are evaluated.
  public var isFrozen: Bool
  /// The windows that the environments show, as they were normalised row by row.
  private var history: WindowHistory

  /// Environments whose statistics start from nothing.
  ///
  /// - Parameters:
  ///   - base: The environments as they are.
  ///   - normalizesObservations: Whether observations are brought to mean 0 and variance 1, dimension by dimension.
  ///   - normalizesRewards: Whether rewards are divided by the deviation of the discounted return.
  ///   - discount: γ of that return.
  ///   - limit: Results are cut off at ± this.
  public init(
    _ base: Base, normalizesObservations: Bool = true, normalizesRewards: Bool = true, discount: Float = 0.99,
    limit: Float = 10
  ) {
    self.base = base
    isFrozen = false
    history = WindowHistory(space: base.observationSpace)
    statistics = NormalizationStatistics(
      observations: normalizesObservations ? ObservationNormalizer(space: base.observationSpace, limit: limit) : nil,
      returns: normalizesRewards
        ? ReturnNormalizer(environments: base.count, discount: discount, limit: limit) : nil)
  }

  /// Environments with given statistics that stay as they are, and with rewards as they come.
  ///
  /// - Throws: `ConfigurationError` if the statistics are of other observations.
  public init(_ base: Base, frozen statistics: NormalizationStatistics) throws(ConfigurationError) {
    if let space = statistics.observations?.space {
      try require(
        space == base.observationSpace, "statistics", must: "be of observations of \(base.observationSpace.summary)",
        found: space.summary)
    }
    self.base = base
    self.statistics = statistics
    isFrozen = true
    history = WindowHistory(space: base.observationSpace)
  }

  private func requireFit() {
    enforce(
      statistics.observations.map { $0.space == base.observationSpace } ?? true,
      "statistics must be for observations of \(base.observationSpace.width) values, was "
        + "\(statistics.observations?.space.width ?? 0)")
  }

  /// How many environments there are.
  public var count: Int { base.count }
  /// Shape of each observation.
  public var observationSpace: ObservationSpace { base.observationSpace }
  /// Set of actions.
  public var actionSpace: Base.ActionType.Domain { base.actionSpace }
  /// Flags of a mask; 0 if nothing is ever masked.
  public var maskWidth: Int { base.maskWidth }
  /// Resets and steps so far.
  public var moveCount: Int? { base.moveCount }
  /// This object and those of the environments as they are.
  public var objects: Set<ObjectIdentifier> { base.objects.union([ObjectIdentifier(self)]) }

  /// Starts an episode everywhere.
  public func reset() throws(Failure) -> ObservationBatch {
    var observations = try base.reset()
    takeIn(&observations)
    return observations
  }

  /// Steps every environment and resets those that ended.
  public func step(
    _ actions: [ActionType], observing observations: inout ObservationBatch
  ) throws(Failure) -> TransitionBatch<ActionType> {
    var transitions = try base.step(actions, observing: &observations)
    let before = history
    takeIn(&observations)
    normalizeFinals(of: &transitions, after: before)
    if !isFrozen, transitions.rewards.allSatisfy(\.isFinite) {
      statistics.returns?.normalize(&transitions.rewards, ends: transitions.ends)
    }
    return transitions
  }

  private func takeIn(_ observations: inout ObservationBatch) {
    // One bad value would stay in the statistics for ever; the agent finds it and stops.
    if !isFrozen, observations.values.allSatisfy(\.isFinite) { statistics.observations?.observe(observations.values) }
    guard let normalizer = statistics.observations else { return }
    // Statistics that stay as they are make the same of a row wherever it stands.
    guard !isFrozen else { return normalizer.normalize(&observations.values) }
    observations.values.withUnsafeMutableBufferPointer { history.follow($0, by: normalizer) }
  }

  /// Final observations are what a truncated episode is valued by: they are normalised like all others.
  private func normalizeFinals(of transitions: inout TransitionBatch<ActionType>, after history: WindowHistory) {
    guard let normalizer = statistics.observations else { return }
    for (row, end) in transitions.ends.enumerated() where end != nil {
      transitions.finalObservations.withUnsafeMutableBufferPointer { all in
        history.normalize(row, of: all, by: normalizer)
      }
    }
  }
}

/// Environments that normalise by statistics, which can be carried from one to the next.
public protocol NormalizingEnvironments: Environments {
  /// What was seen so far.
  var statistics: NormalizationStatistics { get set }
}

/// What environments normalise by.
public struct NormalizationStatistics: Sendable, Equatable, Codable {
  /// Of observations; `nil` passes them on.
  public var observations: ObservationNormalizer?
  /// Of rewards; `nil` passes them on.
  public var returns: ReturnNormalizer?

  /// Statistics of both.
  public init(observations: ObservationNormalizer?, returns: ReturnNormalizer?) {
    self.observations = observations
    self.returns = returns
  }

  /// What the environments of a run normalised by, from the archive of its policy; `nil` if they did not.
  ///
  /// - Throws: `ArchiveError` if the archive is damaged.
  public init?(ofPolicy archive: TensorArchive) throws(ArchiveError) {
    guard archive.hasSection(Self.policySection) else { return nil }
    self = try archive.section(Self.policySection).decode(Self.self, from: normalizationKey)
  }

  /// The section of a policy's archive with the statistics of its environments.
  package static let policySection = "environments"
}

/// The entry of an archive with the statistics.
private let normalizationKey = "normalization"

extension NormalizedEnvironments: ResumableEnvironments where Base: ResumableEnvironments {}

extension NormalizedEnvironments: Checkpointable {
  private static var key: String { normalizationKey }
  private static var section: String { "base" }

  /// The statistics; for training also the environments themselves, where they can be archived.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = TensorArchive()
    try archive.encode(statistics, as: Self.key)
    if content == .training { archive.add(history, environments: count) }
    if content == .training, let base = base as? any ResumableEnvironments {
      archive.add(try base.archive(content), section: Self.section)
    }
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it is for other environments.
  ///
  /// Discount and limit, and what is normalised at all, stay as these environments were made with.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    let found = try archive.decode(NormalizationStatistics.self, from: Self.key)
    var result = statistics
    if result.observations != nil {
      guard let observations = found.observations else { throw ArchiveError("has no statistics of observations") }
      let width = observationSpace.statisticsWidth
      guard observations.space == observationSpace, observations.statistics.dimensions == width else {
        throw ArchiveError(
          "entry \(Self.key) must be for \(width) values, was \(observations.statistics.dimensions)")
      }
      result.observations?.restore(observations.statistics)
    }
    if result.returns != nil && content == .training {
      guard let returns = found.returns else { throw ArchiveError("has no statistics of rewards") }
      guard returns.environments == count, returns.statistics.dimensions == 1 else {
        throw ArchiveError("entry \(Self.key) must be for \(count) environments, was \(returns.environments)")
      }
      result.returns?.restore(returns.memory)
    }
    let seen = content == .training ? try archive.windowHistory(of: observationSpace, environments: count) : nil
    if content == .training, let base = base as? any ResumableEnvironments {
      try base.restore(content, from: try archive.section(Self.section))
    }
    statistics = result
    if let seen { history = seen }
  }
}
