import RLCore
import Randomness
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pendulum to swing up with a motor that cannot lift it, with exactly the dynamics of Gymnasium's `Pendulum-v1`.
///
/// The reward is −(angle² + 0.1·velocity² + 0.001·torque²) of the state before the step, with the angle from upright
/// in −π..<π; it lies in −16.3...0. No state ends an episode: only the time limit does.
///
/// Observation: cosine and sine of the angle, angular velocity. Action: the torque, −2 to 2 N·m.
public struct Pendulum: Environment {
  /// What the environment accepts.
  public typealias ActionType = ContinuousAction

  /// Where the pendulum is and how it moves, in double precision as in Gymnasium.
  public struct State: Sendable, Equatable {
    /// Radians from upright, counter-clockwise; not wrapped, full turns add up.
    public var angle: Double
    /// Radians a second, within ±8.
    public var angularVelocity: Double

    /// A state from its two values; hanging at rest by default.
    public init(angle: Double = .pi, angularVelocity: Double = 0) {
      self.angle = angle
      self.angularVelocity = angularVelocity
    }
  }

  /// Steps after which an episode is truncated: 200 in `Pendulum-v1`.
  public let maximumSteps: Int
  /// The current state.
  public private(set) var state = State()
  /// Steps taken in the current episode.
  public private(set) var steps = 0

  /// An environment with the time limit of `Pendulum-v1`, or another one.
  public init(maximumSteps: Int = 200) {
    enforce(maximumSteps > 0, "maximumSteps must be positive, was \(maximumSteps)")
    self.maximumSteps = maximumSteps
  }

  /// Cosine and sine of the angle, angular velocity.
  public var observationSpace: ObservationSpace { ObservationSpace(width: 3) }
  /// The torque, −2 to 2.
  public var actionSpace: ContinuousAction.Domain { ContinuousAction.Domain(low: [-2], high: [2]) }

  /// Starts an episode with an angle drawn uniformly from ±π and an angular velocity from ±1.
  public mutating func reset(using random: inout RandomStream) {
    reset(
      to: State(angle: random.uniform(in: -Double.pi..<Double.pi), angularVelocity: random.uniform(in: -1..<1)))
  }

  /// Starts an episode from a given state.
  public mutating func reset(to start: State) {
    state = start
    steps = 0
  }

  /// Applies the torque, clamped to ±2, for 50 ms (the velocity first, then the angle with the new velocity).
  public mutating func step(_ action: ContinuousAction) -> StepOutcome {
    // Gymnasium keeps the torque, its square and its triple in single precision; an open loop around the upright
    // position amplifies what is rounded differently.
    let torque = min(max(action.values[0], -Physics.maximumTorque), Physics.maximumTorque)
    let angle = Self.normalized(state.angle)
    let velocity = state.angularVelocity
    let cost = angle * angle + 0.1 * (velocity * velocity) + Double(0.001 * (torque * torque))
    let acceleration = Physics.fall * sin(state.angle) + Double(3 * torque)
    state.angularVelocity = min(
      max(velocity + acceleration * Physics.timeStep, -Physics.maximumSpeed), Physics.maximumSpeed)
    state.angle += state.angularVelocity * Physics.timeStep
    steps += 1
    return StepOutcome(reward: Float(-cost), end: steps >= maximumSteps ? .truncated : nil)
  }

  /// Writes cosine and sine of the angle and the angular velocity.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = Float(cos(state.angle))
    row[1] = Float(sin(state.angle))
    row[2] = Float(state.angularVelocity)
  }

  /// The same angle in −π..<π.
  private static func normalized(_ angle: Double) -> Double {
    let remainder = fmod(angle + .pi, 2 * .pi)
    return (remainder < 0 ? remainder + 2 * .pi : remainder) - .pi
  }
}

/// The constants of `Pendulum-v1`: a rod of 1 kg and 1 m, in SI units.
private enum Physics {
  static let gravity = 10.0
  /// 3·g/(2·l): angular acceleration by gravity when level.
  static let fall = 3 * gravity / 2
  static let timeStep = 0.05
  static let maximumTorque: Float = 2
  static let maximumSpeed = 8.0
}
