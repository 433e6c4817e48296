import RLCore
import Randomness
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Two links to swing up with a motor in the joint between them, with exactly the dynamics of Gymnasium's `Acrobot-v1`.
///
/// The reward is −1 for each step, and 0 for the one that brings the free end more than one link's length above the
/// fixed one. The task comes from Sutton, "Generalization in reinforcement learning: successful examples using sparse
/// coarse coding" (1996); the equations are those of Sutton and Barto's book, which has terms that the paper lacks.
///
/// Observation: cosine and sine of the first angle, cosine and sine of the second, both angular velocities (rad/s).
/// Actions: a torque of −1 (0), 0 (1) or 1 N·m (2).
public struct Acrobot: Environment {
  /// What the environment accepts.
  public typealias ActionType = DiscreteAction

  /// How the links hang and move, in double precision as in Gymnasium.
  public struct State: Sendable, Equatable {
    /// Radians of the first link from hanging down.
    public var firstAngle: Double
    /// Radians of the second link from the direction of the first.
    public var secondAngle: Double
    /// Radians a second of the first angle, within ±4π.
    public var firstVelocity: Double
    /// Radians a second of the second angle, within ±9π.
    public var secondVelocity: Double

    /// A state from its four values; hanging at rest by default.
    public init(
      firstAngle: Double = 0, secondAngle: Double = 0, firstVelocity: Double = 0, secondVelocity: Double = 0
    ) {
      self.firstAngle = firstAngle
      self.secondAngle = secondAngle
      self.firstVelocity = firstVelocity
      self.secondVelocity = secondVelocity
    }
  }

  /// Steps after which an episode is truncated: 500 in `Acrobot-v1`.
  public let maximumSteps: Int
  /// The current state.
  public private(set) var state = State()
  /// Steps taken in the current episode.
  public private(set) var steps = 0

  /// An environment with the time limit of `Acrobot-v1`, or another one.
  public init(maximumSteps: Int = 500) {
    enforce(maximumSteps > 0, "maximumSteps must be positive, was \(maximumSteps)")
    self.maximumSteps = maximumSteps
  }

  /// Cosine and sine of both angles, then both angular velocities.
  public var observationSpace: ObservationSpace { ObservationSpace(width: 6) }
  /// A torque of −1 (0), 0 (1) or 1 (2).
  public var actionSpace: DiscreteAction.Domain { DiscreteAction.Domain(count: 3) }

  /// Starts an episode with all four values drawn uniformly from ±0.1.
  public mutating func reset(using random: inout RandomStream) {
    reset(
      to: State(
        firstAngle: random.uniform(in: -0.1..<0.1), secondAngle: random.uniform(in: -0.1..<0.1),
        firstVelocity: random.uniform(in: -0.1..<0.1), secondVelocity: random.uniform(in: -0.1..<0.1)))
  }

  /// Starts an episode from a given state.
  public mutating func reset(to start: State) {
    state = start
    steps = 0
  }

  /// Applies the torque for 0.2 s (one step of the classic Runge–Kutta method).
  ///
  /// Reaching the height terminates; the time limit truncates. Where both happen with the same step the episode
  /// terminated, and its last reward is 0.
  public mutating func step(_ action: DiscreteAction) -> StepOutcome {
    let next = AcrobotDynamics.integrate(
      SIMD4(state.firstAngle, state.secondAngle, state.firstVelocity, state.secondVelocity),
      torque: Double(action.index - 1))
    state = State(
      firstAngle: AcrobotDynamics.wrapped(next[0]), secondAngle: AcrobotDynamics.wrapped(next[1]),
      firstVelocity: min(max(next[2], -4 * .pi), 4 * .pi), secondVelocity: min(max(next[3], -9 * .pi), 9 * .pi))
    steps += 1
    let hasArrived = -cos(state.firstAngle) - cos(state.secondAngle + state.firstAngle) > 1
    return StepOutcome(
      reward: hasArrived ? 0 : -1, end: hasArrived ? .terminated : steps >= maximumSteps ? .truncated : nil)
  }

  /// Writes cosine and sine of both angles and both angular velocities.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = Float(cos(state.firstAngle))
    row[1] = Float(sin(state.firstAngle))
    row[2] = Float(cos(state.secondAngle))
    row[3] = Float(sin(state.secondAngle))
    row[4] = Float(state.firstVelocity)
    row[5] = Float(state.secondVelocity)
  }
}
