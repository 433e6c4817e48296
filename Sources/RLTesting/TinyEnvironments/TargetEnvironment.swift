import RLCore
import Randomness

/// Pays less the farther the action is from the observed target, in one dimension.
public struct TargetEnvironment: Environment {
  /// What it accepts.
  public typealias ActionType = ContinuousAction

  /// Steps of an episode.
  public let length: Int
  private var random = RandomStream(seed: 0)
  private var target: Float = 0
  private var steps = 0
  /// The target.
  public let observationSpace = ObservationSpace(width: 1)
  /// What can be done.
  public let actionSpace = ContinuousAction.Domain(low: [-1], high: [1])

  /// A task in episodes of `length` steps.
  public init(length: Int = 16) { self.length = length }

  /// Starts an episode.
  public mutating func reset(using random: inout RandomStream) {
    self.random = RandomStream(seed: random.next())
    steps = 0
    target = Float(self.random.uniform(in: -0.8..<0.8))
  }

  /// Pays, and shows what is to be done next.
  public mutating func step(_ action: ContinuousAction) -> StepOutcome {
    let error = action.values[0] - target
    steps += 1
    target = Float(random.uniform(in: -0.8..<0.8))
    return StepOutcome(reward: -error * error, end: steps == length ? .terminated : nil)
  }

  /// Writes what is to be done.
  public func writeObservation(into row: inout MutableSpan<Float>) { row[0] = target }
}
