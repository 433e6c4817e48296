import RLCore
import Randomness
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The car in the valley with a throttle, with exactly the dynamics of Gymnasium's `MountainCarContinuous-v0`.
///
/// Force costs 0.1 of its square each step, the flag brings 100: an agent that does not find the flag early learns to
/// do nothing. The task comes from Moore, "Efficient memory-based learning for robot control" (1990).
///
/// Observation: position and velocity. Action: the force, −1 (left) to 1 (right).
public struct MountainCarContinuous: Environment {
  /// What the environment accepts.
  public typealias ActionType = ContinuousAction

  /// Where the car is and how it moves, in single precision: Gymnasium rounds to it after each step, here the start
  /// is rounded too.
  public struct State: Sendable, Equatable {
    /// Along the track, −1.2 (the wall) to 0.6; the valley's bottom is at −π/6.
    public var position: Float
    /// Change of position a step, within ±0.07.
    public var velocity: Float

    /// A state from its two values; at rest in the valley by default.
    public init(position: Float = -0.5, velocity: Float = 0) {
      self.position = position
      self.velocity = velocity
    }
  }

  /// Steps after which an episode is truncated: 999 in `MountainCarContinuous-v0`.
  public let maximumSteps: Int
  /// The current state.
  public private(set) var state = State()
  /// Steps taken in the current episode.
  public private(set) var steps = 0

  /// An environment with the time limit of `MountainCarContinuous-v0`, or another one.
  public init(maximumSteps: Int = 999) {
    enforce(maximumSteps > 0, "maximumSteps must be positive, was \(maximumSteps)")
    self.maximumSteps = maximumSteps
  }

  /// Position and velocity.
  public var observationSpace: ObservationSpace { ObservationSpace(width: 2) }
  /// The force, −1 to 1.
  public var actionSpace: ContinuousAction.Domain { ContinuousAction.Domain(low: [-1], high: [1]) }

  /// Starts an episode at rest, at a position drawn uniformly from −0.6 to −0.4.
  public mutating func reset(using random: inout RandomStream) {
    reset(to: State(position: Float(random.uniform(in: -0.6..<(-0.4)))))
  }

  /// Starts an episode from a given state.
  public mutating func reset(to start: State) {
    state = start
    steps = 0
  }

  /// Accelerates and moves the car.
  ///
  /// The force is clamped to its bounds, its cost is not. Reaching position 0.45 without rolling back terminates; the
  /// time limit truncates. Where both happen with the same step the episode terminated. The wall on the left takes
  /// all speed.
  public mutating func step(_ action: ContinuousAction) -> StepOutcome {
    advance(force: action.values[0])
    steps += 1
    let hasArrived = state.position >= Physics.goal && state.velocity >= 0
    let effort = Double(action.values[0])
    return StepOutcome(
      reward: Float((hasArrived ? 100 : 0) - effort * effort * 0.1),
      end: hasArrived ? .terminated : steps >= maximumSteps ? .truncated : nil)
  }

  /// Writes position and velocity.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = state.position
    row[1] = state.velocity
  }

  /// Rounds where Gymnasium does: a force within the bounds is a single-precision number and makes the push one.
  private mutating func advance(force: Float) {
    let slope = Physics.gravity * cos(Double(3 * state.position))
    let push: Float
    if abs(force) <= 1 {
      push = force * Float(Physics.power) - Float(slope)
    } else {
      push = Float((force > 0 ? Physics.power : -Physics.power) - slope)
    }
    state.velocity = min(max(state.velocity + push, -Physics.maximumSpeed), Physics.maximumSpeed)
    state.position = min(max(state.position + state.velocity, Physics.wall), Physics.end)
    if state.position == Physics.wall && state.velocity < 0 { state.velocity = 0 }
  }
}

/// The constants of `MountainCarContinuous-v0`, in units of the track and of a step.
private enum Physics {
  static let power = 0.0015
  static let gravity = 0.0025
  static let maximumSpeed: Float = 0.07
  static let wall: Float = -1.2
  static let end: Float = 0.6
  static let goal: Float = 0.45
}
