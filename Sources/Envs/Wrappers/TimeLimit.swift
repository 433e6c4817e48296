import RLCore
import Randomness
import Settings

/// An environment whose episodes are cut off after a number of steps.
///
/// The cut is a truncation: the final state still has a future, only nobody watches it. Where the environment ends the
/// episode with the same step, its own end stands.
public struct TimeLimit<Base: Environment>: Environment {
  /// What the environment accepts.
  public typealias ActionType = Base.ActionType

  /// The environment whose time is limited.
  public private(set) var base: Base
  /// Steps after which an episode is truncated.
  public let maximumSteps: Int
  /// Steps taken in the current episode.
  public private(set) var steps = 0

  /// Cuts the episodes of an environment off.
  ///
  /// - Parameters:
  ///   - base: The environment.
  ///   - maximumSteps: At least 1.
  public init(_ base: Base, maximumSteps: Int) {
    enforce(maximumSteps > 0, "maximumSteps must be positive, was \(maximumSteps)")
    self.base = base
    self.maximumSteps = maximumSteps
  }

  /// That of the environment.
  public var observationSpace: ObservationSpace { base.observationSpace }
  /// That of the environment.
  public var actionSpace: Base.ActionType.Domain { base.actionSpace }
  /// Whether the environment masks actions.
  public var masksActions: Bool { base.masksActions }

  /// That of the environment.
  public var age: Int {
    get { base.age }
    set { base.age = newValue }
  }

  /// Starts an episode of full length.
  public mutating func reset(using random: inout RandomStream) {
    base.reset(using: &random)
    steps = 0
  }

  /// Steps the environment and truncates where the time is over.
  public mutating func step(_ action: Base.ActionType) -> StepOutcome {
    var outcome = base.step(action)
    steps += 1
    if steps >= maximumSteps && outcome.end == nil { outcome.end = .truncated }
    return outcome
  }

  /// Writes the observation of the environment.
  public func writeObservation(into row: inout MutableSpan<Float>) { base.writeObservation(into: &row) }

  /// Writes the mask of the environment.
  public func writeActionMask(into row: inout MutableSpan<Bool>) { base.writeActionMask(into: &row) }
}
