/// Several environments stepped together: in this process, in another one, or behind a wrapper.
///
/// This is what training and evaluating run on. An environment that ends resets itself within the same step: its final
/// observation goes into the transition, the first one of the next episode into the observations.
public protocol Environments<ActionType>: AnyObject {
  /// What the environments accept.
  associatedtype ActionType: Action
  /// What can go wrong between two steps; `Never` in this process.
  associatedtype Failure: Error

  /// How many environments there are.
  var count: Int { get }
  /// Shape of each observation.
  var observationSpace: ObservationSpace { get }
  /// Set of actions.
  var actionSpace: ActionType.Domain { get }
  /// Flags of a mask; 0 if nothing is ever masked.
  var maskWidth: Int { get }
  /// Resets and steps so far, whoever asked for them: a run notices by it if somebody else moves its environments.
  /// `nil` if they are not counted.
  var moveCount: Int? { get }
  /// The objects that hold their state, this one included.
  var objects: Set<ObjectIdentifier> { get }

  /// Starts an episode everywhere.
  func reset() throws(Failure) -> ObservationBatch

  /// Steps every environment and resets those that ended.
  ///
  /// - Parameters:
  ///   - actions: One for each environment.
  ///   - observations: Overwritten with what to act on next.
  /// - Returns: Rewards, ends and final observations.
  /// - Throws: Where the environments are gone.
  func step(
    _ actions: [ActionType], observing observations: inout ObservationBatch
  ) throws(Failure) -> TransitionBatch<ActionType>
}

extension Environments {
  /// Moves are not counted, unless environments say otherwise.
  public var moveCount: Int? { nil }
  /// This object alone, unless environments say otherwise.
  public var objects: Set<ObjectIdentifier> { [ObjectIdentifier(self)] }
}
