import Randomness
import Tensors

/// A ``PolicySnapshot`` at work: a copy of its parameters, and memory for intermediate results that is used again.
///
/// One task uses it; every other one makes its own with ``PolicySnapshot/makeActor()``. A recurrent policy remembers here,
/// row by row, and forgets where `isStart` says that an episode starts.
public final class SnapshotPolicy<ActionType: Action>: Policy {
  /// What it was made for.
  public let spaces: PolicySpaces<ActionType>?

  private let madeFor: PolicySpaces<ActionType>
  private let runner: any PolicyRunner<ActionType>
  private let normalizers: [ObservationNormalizer]
  private var view = NormalizedView()

  init(_ snapshot: PolicySnapshot<ActionType>) {
    let parameters = AlignedBuffer<Float>(count: snapshot.parameters.count)
    parameters.take(snapshot.parameters)
    runner = snapshot.model.makeRunner(over: parameters)
    spaces = snapshot.spaces
    madeFor = snapshot.spaces
    normalizers = snapshot.normalizers
  }

  /// Chooses an action for every observation.
  ///
  /// - Throws: ``PolicyError`` also for `ActingMode.explore`: a snapshot does not learn.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType] {
    var actions: [ActionType] = []
    try act(on: observations, mode: mode, into: &actions, using: &random)
    return actions
  }

  /// Chooses an action for every observation, into memory of the caller: on as many rows as before, nothing is
  /// allocated for numbers.
  ///
  /// - Parameters:
  ///   - observations: As the environment shows them.
  ///   - mode: `ActingMode.exploit` or `ActingMode.sample`.
  ///   - actions: Overwritten with one for each observation.
  ///   - random: The only source of draws.
  /// - Throws: ``PolicyError``.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, into actions: inout [ActionType],
    using random: inout RandomStream
  ) throws(PolicyError) {
    guard mode != .explore else {
      throw .misfit(field: "mode", must: "be exploit or sample, since a snapshot does not learn", found: "explore")
    }
    try observations.require(madeFor.observations, madeFor.actions, finite: true)
    try runner.choose(for: view(of: observations, through: normalizers), mode: mode, into: &actions, using: &random)
  }

  /// What the policy makes of one observation.
  ///
  /// A recurrent policy moves on as if it had acted: inspect an episode step by step in place of acting, or inspect with
  /// an actor of its own.
  ///
  /// - Parameters:
  ///   - observation: As the environment shows it.
  ///   - mask: A flag for each choice; empty if all are valid.
  ///   - isStart: Whether an episode starts with it; a fresh actor starts one anyway.
  /// - Returns: Probabilities, values or distributions, and the action that ``act(on:mode:using:)`` takes at
  ///   `ActingMode.exploit`.
  /// - Throws: ``PolicyError`` if the observation or the mask is not what the policy reads.
  public func inspect(
    _ observation: [Float], mask: [Bool] = [], isStart: Bool = false
  ) throws(PolicyError) -> PolicyReport<ActionType> {
    var batch = ObservationBatch(observation, mask: mask)
    batch.isStart[0] = isStart
    try batch.require(madeFor.observations, madeFor.actions, finite: true)
    return try runner.inspect(view(of: batch, through: normalizers))
  }
}

/// Observations as networks see them, in memory that is used again.
package struct NormalizedView {
  private var batch: ObservationBatch?

  package init() {}

  /// The observations themselves where nothing normalises.
  package mutating func callAsFunction(
    of observations: ObservationBatch, through normalizers: [ObservationNormalizer]
  ) -> ObservationBatch {
    guard !normalizers.isEmpty else { return observations }
    let shape = (observations.count, observations.width, observations.maskWidth)
    var seen: ObservationBatch
    if let known = batch, (known.count, known.width, known.maskWidth) == shape {
      seen = known
      // The only reference is then this one, and no memory is copied.
      batch = nil
      seen.values.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: observations.values) }
      (seen.masks, seen.isStart) = (observations.masks, observations.isStart)
    } else {
      seen = observations
    }
    for normalizer in normalizers { normalizer.normalize(&seen.values) }
    batch = seen
    return seen
  }
}
