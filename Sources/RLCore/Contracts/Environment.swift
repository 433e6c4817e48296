import Randomness

/// A task for an agent: a state that actions change, seen through observations.
///
/// The order of calls is `reset`, then `writeObservation` and `step` in turn until a step reports an end, then
/// `reset` again. Observations go into memory that the caller owns, so that a step allocates nothing.
public protocol Environment<ActionType> {
  /// What the environment accepts.
  associatedtype ActionType: Action

  /// The width of an observation and, where it has parts, their layout.
  var observationSpace: ObservationSpace { get }

  /// The set of actions.
  var actionSpace: ActionType.Domain { get }

  /// Starts an episode.
  ///
  /// - Parameter random: The only source of randomness of the episode. An environment that draws during the episode
  ///   splits a stream of its own from it here.
  mutating func reset(using random: inout RandomStream)

  /// Applies an action and advances by one step.
  ///
  /// - Precondition: The episode has not ended.
  mutating func step(_ action: ActionType) -> StepOutcome

  /// Writes the current observation.
  ///
  /// - Parameter row: Exactly `observationSpace.width` values; every one must be written.
  func writeObservation(into row: inout MutableSpan<Float>)

  /// Writes which choices are valid now. The default says that all are.
  ///
  /// - Parameter row: Exactly `actionSpace.maskWidth` flags (0 for continuous actions), all true on entry.
  ///   At least one flag of every choice must stay true.
  func writeActionMask(into row: inout MutableSpan<Bool>)

  /// Whether ``writeActionMask(into:)`` ever clears a flag; agents skip masks altogether where it does not.
  var masksActions: Bool { get }

  /// Steps taken over all episodes, for a task that changes with them; 0, and nothing to set, for any other.
  ///
  /// A checkpoint keeps it beside the stream and the actions of an episode.
  var age: Int { get set }
}

extension Environment {
  /// Leaves every choice valid.
  public func writeActionMask(into row: inout MutableSpan<Bool>) {}
  /// Nothing is masked unless an environment says otherwise.
  public var masksActions: Bool { false }
  /// A task does not change with the steps taken unless an environment says otherwise.
  public var age: Int {
    get { 0 }
    set {}
  }
}
