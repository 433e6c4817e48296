import Envs
import RLCore
import Randomness
import Testing

@Suite("MountainCar")
struct MountainCarTests {
  @Test("Whole episodes follow Gymnasium's to 1e-6 in every observation, reward and end")
  func followsGymnasium() throws {
    let episodes = try ClassicControlFixture.load("mountain_car").episodes
    try #require(episodes.count == 4)
    for episode in episodes {
      var environment = MountainCar()
      environment.reset(to: MountainCar.State(position: episode.start[0], velocity: episode.start[1]))
      try episode.replay(in: &environment) { DiscreteAction(Int($0)) }
      #expect(environment.steps == episode.actions.count)
    }
  }

  @Test("Reaching the flag with the last allowed step is a termination; not reaching it is a truncation")
  func lastStep() {
    var environment = MountainCar(maximumSteps: 1)
    environment.reset(to: MountainCar.State(position: 0.49, velocity: 0.05))
    #expect(environment.step(DiscreteAction(2)) == StepOutcome(reward: -1, end: .terminated))
    environment.reset(to: MountainCar.State(position: 0.4, velocity: 0.05))
    #expect(environment.step(DiscreteAction(2)) == StepOutcome(reward: -1, end: .truncated))
  }

  @Test("The wall takes all speed and the greatest speed is 0.07")
  func bounds() {
    var environment = MountainCar()
    environment.reset(to: MountainCar.State(position: -1.19, velocity: -0.07))
    _ = environment.step(DiscreteAction(0))
    #expect(environment.state == MountainCar.State(position: -1.2, velocity: 0))
    environment.reset(to: MountainCar.State(position: -0.8, velocity: 0.07))
    _ = environment.step(DiscreteAction(2))
    #expect(environment.state.velocity == 0.07)
  }

  @Test("A start is at rest and uniform between −0.6 and −0.4")
  func start() {
    var environment = MountainCar()
    let spread = Spread(of: &environment) { [$0.state.position, $0.state.velocity] }
    #expect(spread.least[0] >= -0.6 && spread.least[0] < -0.599)
    #expect(spread.greatest[0] < -0.4 && spread.greatest[0] > -0.401)
    #expect(abs(spread.mean[0] + 0.5) < 0.006)
    #expect(spread.least[1] == 0 && spread.greatest[1] == 0)
  }
}

@Suite("MountainCarContinuous")
struct MountainCarContinuousTests {
  @Test("Whole episodes follow Gymnasium's to 1e-6 in every observation, reward and end")
  func followsGymnasium() throws {
    let episodes = try ClassicControlFixture.load("mountain_car_continuous").episodes
    try #require(episodes.count == 4)
    for episode in episodes {
      var environment = MountainCarContinuous()
      environment.reset(
        to: MountainCarContinuous.State(position: Float(episode.start[0]), velocity: Float(episode.start[1])))
      try episode.replay(in: &environment) { ContinuousAction([$0]) }
      #expect(environment.steps == episode.actions.count)
    }
  }

  @Test("The flag brings 100 less the cost of the force, and wins over the time limit")
  func flag() {
    var environment = MountainCarContinuous(maximumSteps: 1)
    environment.reset(to: MountainCarContinuous.State(position: 0.44, velocity: 0.05))
    #expect(environment.step(ContinuousAction([0.5])) == StepOutcome(reward: 99.975, end: .terminated))
    environment.reset(to: MountainCarContinuous.State(position: 0.2, velocity: 0.05))
    #expect(environment.step(ContinuousAction([0.5])) == StepOutcome(reward: -0.025, end: .truncated))
  }

  @Test("Force beyond the bounds moves the car like force at the bounds, but costs what it was")
  func clamping() {
    var strong = MountainCarContinuous()
    var allowed = MountainCarContinuous()
    strong.reset(to: MountainCarContinuous.State())
    allowed.reset(to: MountainCarContinuous.State())
    #expect(strong.step(ContinuousAction([-3])).reward == -0.9)
    #expect(allowed.step(ContinuousAction([-1])).reward == -0.1)
    #expect(abs(strong.state.velocity - allowed.state.velocity) < 1e-9)
  }

  @Test("The wall takes all speed")
  func wall() {
    var environment = MountainCarContinuous()
    environment.reset(to: MountainCarContinuous.State(position: -1.19, velocity: -0.07))
    _ = environment.step(ContinuousAction([-1]))
    #expect(environment.state == MountainCarContinuous.State(position: -1.2, velocity: 0))
  }

  @Test("A start is at rest and uniform between −0.6 and −0.4")
  func start() {
    var environment = MountainCarContinuous()
    let spread = Spread(of: &environment) { [Double($0.state.position), Double($0.state.velocity)] }
    #expect(spread.least[0] >= -0.6000001 && spread.least[0] < -0.599)
    #expect(spread.greatest[0] < -0.3999999 && spread.greatest[0] > -0.401)
    #expect(abs(spread.mean[0] + 0.5) < 0.006)
    #expect(spread.least[1] == 0 && spread.greatest[1] == 0)
  }
}
