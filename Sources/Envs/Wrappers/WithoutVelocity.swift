extension CartPole {
  /// The task with position and angle in sight, but neither velocity: it needs an agent that remembers.
  public var withoutVelocity: SelectedObservations<CartPole> { SelectedObservations(self, columns: [0, 2]) }
}

extension Pendulum {
  /// The task with cosine and sine of the angle in sight, but not its velocity: it needs an agent that remembers.
  public var withoutVelocity: SelectedObservations<Pendulum> { SelectedObservations(self, columns: [0, 1]) }
}

extension MountainCarContinuous {
  /// The task with the position in sight, but not the velocity: it needs an agent that remembers.
  public var withoutVelocity: SelectedObservations<MountainCarContinuous> {
    SelectedObservations(self, columns: [0])
  }
}
