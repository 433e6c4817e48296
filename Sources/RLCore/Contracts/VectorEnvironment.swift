import Randomness
import Settings

/// Several environments of one kind, stepped together in this process.
///
/// An environment that ends resets itself within the same step: the final observation goes into the transition, the
/// first one of the next episode into the observations. Each environment draws from a stream of its own, so that its
/// episodes do not depend on how many run beside it.
public final class VectorEnvironment<E: Environment>: Environments {
  /// What the environments accept.
  public typealias ActionType = E.ActionType
  /// Nothing can go wrong in this process.
  public typealias Failure = Never

  /// The environments.
  public internal(set) var environments: [E]
  /// Shape of each observation.
  public let observationSpace: ObservationSpace
  /// Set of actions.
  public let actionSpace: E.ActionType.Domain
  /// Flags of a mask; 0 if nothing is ever masked.
  public let maskWidth: Int
  /// One stream for each environment.
  public internal(set) var streams: [RandomStream]
  /// How each environment came to where it is; `nil` before the first reset.
  var records: [EpisodeRecord<E.ActionType>]?

  /// Resets and steps so far.
  private var moves = 0
  private var transition: TransitionBatch<E.ActionType>

  /// Environments of equal spaces.
  ///
  /// - Parameters:
  ///   - environments: At least one; all of the same spaces, and if they are objects, each one of its own.
  ///   - random: Split once for each environment.
  /// - Throws: `ConfigurationError` for none, for the first whose spaces differ, and for an object that is there twice.
  public init(_ environments: [E], random: RandomStream) throws(ConfigurationError) {
    guard let first = environments.first else {
      throw ConfigurationError(field: "environments", must: "not be empty", found: "empty")
    }
    try Self.requireEqualSpaces(environments)
    try Self.requireSeparateObjects(environments)
    self.environments = environments
    observationSpace = first.observationSpace
    actionSpace = first.actionSpace
    maskWidth = first.masksActions ? first.actionSpace.maskWidth : 0
    streams = environments.indices.map { random.split("environment", $0) }
    transition = TransitionBatch(
      count: environments.count, width: first.observationSpace.width, maskWidth: maskWidth)
  }

  /// How many environments there are.
  public var count: Int { environments.count }

  /// Resets and steps so far, whoever asked for them.
  public var moveCount: Int? { moves }

  /// This object, and the environments that are objects themselves.
  public var objects: Set<ObjectIdentifier> {
    environments.reduce(into: [ObjectIdentifier(self)]) { $0.formUnion($1.objects) }
  }

  /// Starts an episode everywhere.
  public func reset() -> ObservationBatch {
    moves += 1
    records = zip(streams, environments).map { EpisodeRecord(start: $0, startAge: $1.age) }
    for index in environments.indices { environments[index].reset(using: &streams[index]) }
    return observe(environments)
  }

  /// What some environments of this kind show now, as the first observations of an episode.
  func observe(_ environments: [E]) -> ObservationBatch {
    var observations = ObservationBatch(count: count, width: observationSpace.width, maskWidth: maskWidth)
    for index in environments.indices { observations.observe(environments[index], at: index) }
    return observations
  }

  /// Steps every environment and resets those that ended.
  ///
  /// - Parameters:
  ///   - actions: One for each environment.
  ///   - observations: Overwritten with what to act on next.
  /// - Returns: Rewards, ends and final observations.
  public func step(
    _ actions: [E.ActionType], observing observations: inout ObservationBatch
  ) -> TransitionBatch<E.ActionType> {
    enforce(actions.count == count, "there must be \(count) actions, was \(actions.count)")
    moves += 1
    let storageWidth = actionSpace.storageWidth
    transition.actions = actions
    for index in environments.indices {
      records?[index].add(actions[index], width: storageWidth)
      let outcome = environments[index].step(actions[index])
      transition.rewards[index] = outcome.reward
      transition.ends[index] = outcome.end
      observations.observe(environments[index], at: index)
      observations.isStart[index] = outcome.end != nil
      if outcome.end != nil {
        keepFinal(observations, at: index)
        records?[index].begin(from: streams[index], age: environments[index].age)
        environments[index].reset(using: &streams[index])
        observations.observe(environments[index], at: index)
      }
    }
    return transition
  }

  private func keepFinal(_ observations: ObservationBatch, at index: Int) {
    let width = observations.width
    for column in index * width..<(index + 1) * width {
      transition.finalObservations[column] = observations.values[column]
    }
    for column in index * maskWidth..<(index + 1) * maskWidth {
      transition.finalMasks[column] = observations.masks[column]
    }
  }
}
