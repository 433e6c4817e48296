import RLCore
import Randomness
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A car too weak to climb the hill ahead of it, with exactly the dynamics of Gymnasium's `MountainCar-v0`.
///
/// The car has to roll back and forth to gain height. The reward is −1 for each step until it reaches the flag. The
/// task comes from Moore, "Efficient memory-based learning for robot control" (1990).
///
/// Observation: position and velocity. Actions: 0 accelerates to the left, 1 not at all, 2 to the right.
public struct MountainCar: Environment {
  /// What the environment accepts.
  public typealias ActionType = DiscreteAction

  /// Where the car is and how it moves, in double precision as in Gymnasium.
  public struct State: Sendable, Equatable {
    /// Along the track, −1.2 (the wall) to 0.6; the valley's bottom is at −π/6.
    public var position: Double
    /// Change of position a step, within ±0.07.
    public var velocity: Double

    /// A state from its two values; at rest in the valley by default.
    public init(position: Double = -0.5, velocity: Double = 0) {
      self.position = position
      self.velocity = velocity
    }
  }

  /// Steps after which an episode is truncated: 200 in `MountainCar-v0`.
  public let maximumSteps: Int
  /// The current state.
  public private(set) var state = State()
  /// Steps taken in the current episode.
  public private(set) var steps = 0

  /// An environment with the time limit of `MountainCar-v0`, or another one.
  public init(maximumSteps: Int = 200) {
    enforce(maximumSteps > 0, "maximumSteps must be positive, was \(maximumSteps)")
    self.maximumSteps = maximumSteps
  }

  /// Position and velocity.
  public var observationSpace: ObservationSpace { ObservationSpace(width: 2) }
  /// Accelerate to the left (0), not at all (1) or to the right (2).
  public var actionSpace: DiscreteAction.Domain { DiscreteAction.Domain(count: 3) }

  /// Starts an episode at rest, at a position drawn uniformly from −0.6 to −0.4.
  public mutating func reset(using random: inout RandomStream) {
    reset(to: State(position: random.uniform(in: -0.6..<(-0.4))))
  }

  /// Starts an episode from a given state.
  public mutating func reset(to start: State) {
    state = start
    steps = 0
  }

  /// Accelerates and moves the car.
  ///
  /// Reaching position 0.5 without rolling back terminates; the time limit truncates. Where both happen with the same
  /// step the episode terminated. The wall on the left takes all speed.
  public mutating func step(_ action: DiscreteAction) -> StepOutcome {
    let push = Double(action.index - 1) * Physics.force + cos(3 * state.position) * -Physics.gravity
    state.velocity = min(max(state.velocity + push, -Physics.maximumSpeed), Physics.maximumSpeed)
    state.position = min(max(state.position + state.velocity, Physics.wall), Physics.end)
    if state.position == Physics.wall && state.velocity < 0 { state.velocity = 0 }
    steps += 1
    let hasArrived = state.position >= Physics.goal && state.velocity >= 0
    return StepOutcome(reward: -1, end: hasArrived ? .terminated : steps >= maximumSteps ? .truncated : nil)
  }

  /// Writes position and velocity.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = Float(state.position)
    row[1] = Float(state.velocity)
  }
}

/// The constants of `MountainCar-v0`, in units of the track and of a step.
private enum Physics {
  static let force = 0.001
  static let gravity = 0.0025
  static let maximumSpeed = 0.07
  static let wall = -1.2
  static let end = 0.6
  static let goal = 0.5
}
