import Envs
import RLCore
import Randomness
import Testing

@Suite("SelectedObservations")
struct SelectedObservationsTests {
  @Test("Columns are kept in the order in which they are named, more than once too")
  func columns() {
    var environment = SelectedObservations(CountingEnvironment(), columns: [2, 0, 2])
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    _ = environment.step(DiscreteAction(0))
    #expect(environment.observed == [-1, environment.base.start, -1])
    #expect(environment.observationSpace == ObservationSpace(width: 3))
  }

  @Test("Reward, end and mask are those of the environment")
  func passesThrough() {
    var environment = SelectedObservations(CountingEnvironment(length: 2), columns: [1])
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    #expect(environment.step(DiscreteAction(2)) == StepOutcome(reward: 2))
    #expect(environment.masksActions && environment.validChoices == [true, false, true])
    #expect(environment.step(DiscreteAction(0)) == StepOutcome(reward: 0, end: .terminated))
    #expect(environment.observed == [2])
  }

  @Test("Tasks without velocity hide it and nothing else")
  func withoutVelocity() {
    var random = RandomStream(seed: 3)
    var cart = CartPole().withoutVelocity
    cart.reset(using: &random)
    _ = cart.step(DiscreteAction(1))
    #expect(cart.observed == [Float(cart.base.state.position), Float(cart.base.state.angle)])
    var pendulum = Pendulum().withoutVelocity
    pendulum.reset(using: &random)
    #expect(pendulum.observed == Array(pendulum.base.observed.prefix(2)))
    var car = MountainCarContinuous().withoutVelocity
    car.reset(using: &random)
    #expect(car.observed == [car.base.state.position])
  }
}
