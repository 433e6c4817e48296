import RLCore
import Randomness
import Settings

/// An environment of continuous actions that takes −1...1 in every dimension.
///
/// An agent explores with the same noise in every dimension, and a squashed policy ends at ±1; both fit every task when
/// the environment stretches the interval to its own bounds. Values beyond ±1 are clamped.
public struct RescaledAction<Base: Environment>: Environment where Base.ActionType == ContinuousAction {
  /// What the environment accepts.
  public typealias ActionType = ContinuousAction

  /// The environment that is acted on.
  public private(set) var base: Base
  /// −1...1 in every dimension.
  public let actionSpace: ContinuousAction.Domain

  private let bounds: ContinuousAction.Domain
  /// What the environment is given; kept so that a step allocates nothing.
  private var stretched: ContinuousAction

  /// Stretches actions to the bounds of an environment.
  ///
  /// - Parameter base: An environment whose bounds are finite.
  public init(_ base: Base) {
    let bounds = base.actionSpace
    enforce(
      (bounds.low + bounds.high).allSatisfy(\.isFinite), "bounds must be finite to be stretched to, was \(bounds)")
    self.base = base
    self.bounds = bounds
    actionSpace = ContinuousAction.Domain(
      low: bounds.low.map { _ in -1 }, high: bounds.high.map { _ in 1 })
    stretched = ContinuousAction(bounds.low)
  }

  /// That of the environment.
  public var observationSpace: ObservationSpace { base.observationSpace }
  /// Whether the environment masks actions.
  public var masksActions: Bool { base.masksActions }

  /// That of the environment.
  public var age: Int {
    get { base.age }
    set { base.age = newValue }
  }

  /// Starts an episode.
  public mutating func reset(using random: inout RandomStream) { base.reset(using: &random) }

  /// Steps the environment with the action stretched to its bounds: −1 is the lower one, 1 the upper one.
  public mutating func step(_ action: ContinuousAction) -> StepOutcome {
    enforce(
      action.values.count == bounds.dimensions,
      "an action must have \(bounds.dimensions) values, was \(action.values.count)")
    for index in 0..<bounds.dimensions {
      // Weighting both bounds keeps them exact and cannot overflow.
      let share = (min(max(action.values[index], -1), 1) + 1) / 2
      stretched.values[index] = bounds.low[index] * (1 - share) + bounds.high[index] * share
    }
    return base.step(stretched)
  }

  /// Writes the observation of the environment.
  public func writeObservation(into row: inout MutableSpan<Float>) { base.writeObservation(into: &row) }

  /// Writes the mask of the environment.
  public func writeActionMask(into row: inout MutableSpan<Bool>) { base.writeActionMask(into: &row) }
}
