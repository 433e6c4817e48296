import Envs
import RLCore
import Randomness
import Testing

@Suite("Pendulum")
struct PendulumTests {
  @Test("Whole episodes follow Gymnasium's to 1e-6 in every observation, reward and end")
  func followsGymnasium() throws {
    let episodes = try ClassicControlFixture.load("pendulum").episodes
    try #require(episodes.count == 4)
    for episode in episodes {
      var environment = Pendulum()
      environment.reset(to: Pendulum.State(angle: episode.start[0], angularVelocity: episode.start[1]))
      try episode.replay(in: &environment) { ContinuousAction([$0]) }
      #expect(environment.steps == episode.actions.count)
    }
  }

  @Test("Torque beyond ±2 moves and costs like ±2")
  func clamping() {
    var strong = Pendulum()
    var allowed = Pendulum()
    strong.reset(to: Pendulum.State(angle: 1))
    allowed.reset(to: Pendulum.State(angle: 1))
    #expect(strong.step(ContinuousAction([9])) == allowed.step(ContinuousAction([2])))
    #expect(strong.state == allowed.state)
  }

  @Test("The angle counts from upright whatever the number of turns")
  func turns() {
    for turns in [-3, -1, 0, 2] {
      var environment = Pendulum()
      environment.reset(to: Pendulum.State(angle: 2 * .pi * Double(turns) + 0.5))
      #expect(abs(environment.step(ContinuousAction([0])).reward + 0.25) < 1e-6)
    }
  }

  @Test("One step from level gives the velocity worked out by hand, and its reward is of the state before")
  func oneStep() {
    // Level: gravity 15, torque 3·1: velocity (15 + 3)·0.05 = 0.9, angle π/2 + 0.9·0.05.
    var environment = Pendulum()
    environment.reset(to: Pendulum.State(angle: .pi / 2, angularVelocity: 0))
    let reward = environment.step(ContinuousAction([1])).reward
    #expect(abs(environment.state.angularVelocity - 0.9) < 1e-12)
    #expect(abs(environment.state.angle - (.pi / 2 + 0.045)) < 1e-12)
    #expect(abs(Double(reward) + (Double.pi * .pi / 4 + 0.001)) < 1e-6)
  }

  @Test("A start is uniform within ±π and ±1")
  func start() {
    var environment = Pendulum()
    let spread = Spread(of: &environment) { [$0.state.angle / .pi, $0.state.angularVelocity] }
    #expect(spread.least.allSatisfy { $0 >= -1 && $0 < -0.99 })
    #expect(spread.greatest.allSatisfy { $0 <= 1 && $0 > 0.99 })
    #expect(spread.mean.allSatisfy { abs($0) < 0.06 })
  }
}
