import RLCore
import Randomness
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pole to balance on a cart, with exactly the dynamics of Gymnasium's `CartPole-v1`.
///
/// A push of ±10 N moves the cart every 20 ms. The reward is 1 for each step, the one that ends the episode included,
/// so that the return is the length of the episode. The task comes from Barto, Sutton and Anderson, "Neuronlike
/// adaptive elements that can solve difficult learning control problems" (1983); the equations without friction from
/// Florian, "Correct equations for the dynamics of the cart-pole system" (2007).
///
/// Observation: position (m), velocity (m/s), angle (rad), angular velocity (rad/s). Actions: 0 pushes left, 1 right.
public struct CartPole: Environment {
  /// What the environment accepts.
  public typealias ActionType = DiscreteAction

  /// Where cart and pole are and how they move, in double precision as in Gymnasium.
  public struct State: Sendable, Equatable {
    /// Metres from the middle of the track, positive to the right.
    public var position: Double
    /// Metres a second.
    public var velocity: Double
    /// Radians from upright, positive to the right.
    public var angle: Double
    /// Radians a second.
    public var angularVelocity: Double

    /// A state from its four values; upright and at rest by default.
    public init(position: Double = 0, velocity: Double = 0, angle: Double = 0, angularVelocity: Double = 0) {
      self.position = position
      self.velocity = velocity
      self.angle = angle
      self.angularVelocity = angularVelocity
    }
  }

  /// Steps after which an episode is truncated: 500 in `CartPole-v1`.
  public let maximumSteps: Int
  /// The current state.
  public private(set) var state = State()
  /// Steps taken in the current episode.
  public private(set) var steps = 0

  /// An environment with the time limit of `CartPole-v1`, or another one.
  public init(maximumSteps: Int = 500) {
    enforce(maximumSteps > 0, "maximumSteps must be positive, was \(maximumSteps)")
    self.maximumSteps = maximumSteps
  }

  /// Position, velocity, angle and angular velocity.
  public var observationSpace: ObservationSpace { ObservationSpace(width: 4) }
  /// Push left (0) or right (1).
  public var actionSpace: DiscreteAction.Domain { DiscreteAction.Domain(count: 2) }

  /// Starts an episode with all four values drawn uniformly from ±0.05.
  public mutating func reset(using random: inout RandomStream) {
    reset(
      to: State(
        position: random.uniform(in: -0.05..<0.05), velocity: random.uniform(in: -0.05..<0.05),
        angle: random.uniform(in: -0.05..<0.05), angularVelocity: random.uniform(in: -0.05..<0.05)))
  }

  /// Starts an episode from a given state.
  public mutating func reset(to start: State) {
    state = start
    steps = 0
  }

  /// Pushes the cart for 20 ms (one explicit Euler step).
  ///
  /// Leaving the track (±2.4 m) or falling past 12° terminates; the time limit truncates. Where both happen with the
  /// same step the episode terminated, since its final state has no future.
  public mutating func step(_ action: DiscreteAction) -> StepOutcome {
    advance(force: action.index == 1 ? Physics.force : -Physics.force)
    steps += 1
    let hasFailed = abs(state.position) > Physics.positionLimit || abs(state.angle) > Physics.angleLimit
    return StepOutcome(reward: 1, end: hasFailed ? .terminated : steps >= maximumSteps ? .truncated : nil)
  }

  /// Writes the four values of the state.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = Float(state.position)
    row[1] = Float(state.velocity)
    row[2] = Float(state.angle)
    row[3] = Float(state.angularVelocity)
  }

  private mutating func advance(force: Double) {
    let cosine = cos(state.angle)
    let sine = sin(state.angle)
    let push =
      (force + Physics.poleMassLength * (state.angularVelocity * state.angularVelocity) * sine) / Physics.totalMass
    let angularAcceleration =
      (Physics.gravity * sine - cosine * push)
      / (Physics.halfLength * (4.0 / 3.0 - Physics.poleMass * (cosine * cosine) / Physics.totalMass))
    let acceleration = push - Physics.poleMassLength * angularAcceleration * cosine / Physics.totalMass
    state.position += Physics.timeStep * state.velocity
    state.velocity += Physics.timeStep * acceleration
    state.angle += Physics.timeStep * state.angularVelocity
    state.angularVelocity += Physics.timeStep * angularAcceleration
  }
}

/// The constants of `CartPole-v1`, in SI units.
private enum Physics {
  static let gravity = 9.8
  static let cartMass = 1.0
  static let poleMass = 0.1
  static let totalMass = poleMass + cartMass
  /// From the hinge to the pole's centre of mass.
  static let halfLength = 0.5
  static let poleMassLength = poleMass * halfLength
  static let force = 10.0
  static let timeStep = 0.02
  static let positionLimit = 2.4
  static let angleLimit = 12 * 2 * Double.pi / 360
}
