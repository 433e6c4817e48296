#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The equations of motion of `Acrobot-v1` over the two angles and their velocities.
///
/// Both links weigh 1 kg and are 1 m long, with the centre of mass in the middle and a moment of inertia of 1 kg·m².
/// Terms are added in Gymnasium's order: the motion is chaotic, and what is rounded differently grows.
enum AcrobotDynamics {
  private static let gravity = 9.8
  private static let timeStep = 0.2

  /// The state 0.2 s later, angles not yet wrapped and velocities not yet bounded.
  static func integrate(_ state: SIMD4<Double>, torque: Double) -> SIMD4<Double> {
    let half = timeStep / 2
    let first = derivative(state, torque: torque)
    let second = derivative(state + half * first, torque: torque)
    let third = derivative(state + half * second, torque: torque)
    let fourth = derivative(state + timeStep * third, torque: torque)
    let slopes = first + 2 * second + 2 * third + fourth
    return state + timeStep / 6 * slopes
  }

  /// The same angle within ±π.
  static func wrapped(_ angle: Double) -> Double {
    var angle = angle
    while angle > .pi { angle -= 2 * .pi }
    while angle < -.pi { angle += 2 * .pi }
    return angle
  }

  private static func derivative(_ state: SIMD4<Double>, torque: Double) -> SIMD4<Double> {
    let (firstVelocity, secondVelocity) = (state[2], state[3])
    let cosine = cos(state[1])
    let sine = sin(state[1])
    // m·l1·lc2 is 0.5 and m·lc² is 0.25 throughout.
    let inertia = 0.25 + (1.25 + cosine) + 1 + 1
    let coupling = (0.25 + 0.5 * cosine) + 1
    let secondWeight = 0.5 * gravity * cos(state[0] + state[1] - .pi / 2)
    let centrifugal = -0.5 * (secondVelocity * secondVelocity) * sine
    let coriolis = secondVelocity * firstVelocity * sine
    let firstWeight = 1.5 * gravity * cos(state[0] - .pi / 2)
    let load = centrifugal - coriolis + firstWeight + secondWeight
    let secondAcceleration =
      (torque + coupling / inertia * load - 0.5 * (firstVelocity * firstVelocity) * sine - secondWeight)
      / (1.25 - coupling * coupling / inertia)
    let firstAcceleration = -(coupling * secondAcceleration + load) / inertia
    return SIMD4(firstVelocity, secondVelocity, firstAcceleration, secondAcceleration)
  }
}
