import RLFramework

extension BenchEnvironment {
  /// Seconds that random actions in a classic task take; `nil` for a task of the market.
  func classicControlSeconds() -> Double? {
    switch task {
    case .full, .pbt, .simple: nil
    case .cartpole: stepRandomly(CartPole(), from: DiscreteAction(0)) { $0.index = Int($1.next() & 1) }
    case .acrobot: stepRandomly(Acrobot(), from: DiscreteAction(0)) { $0.index = $1.index(below: 3) }
    case .mountainCar: stepRandomly(MountainCar(), from: DiscreteAction(0)) { $0.index = $1.index(below: 3) }
    case .mountainCarContinuous:
      stepRandomly(MountainCarContinuous(), from: ContinuousAction([0])) { $0.values[0] = 2 * $1.uniform() - 1 }
    case .pendulum: stepRandomly(Pendulum(), from: ContinuousAction([0])) { $0.values[0] = 4 * $1.uniform() - 2 }
    }
  }

  /// Writes the observation, draws an action into the memory of the last one, and steps.
  private func stepRandomly<E: Environment>(
    _ environment: E, from first: E.ActionType, draw: (inout E.ActionType, inout RandomStream) -> Void
  ) -> Double {
    var environment = environment
    var action = first
    var random = RandomStream(seed: 1)
    var observation = [Float](repeating: 0, count: environment.observationSpace.width)
    var row = observation.mutableSpan
    environment.reset(using: &random)
    return seconds {
      for _ in 0..<steps {
        environment.writeObservation(into: &row)
        draw(&action, &random)
        let outcome = environment.step(action)
        if outcome.end != nil { environment.reset(using: &random) }
      }
    }
  }
}
