import Envs
import RLCore
import Randomness
import Testing

@Suite("Acrobot")
struct AcrobotTests {
  @Test("Whole episodes follow Gymnasium's to 1e-6 in every observation, reward and end")
  func followsGymnasium() throws {
    let episodes = try ClassicControlFixture.load("acrobot").episodes
    try #require(episodes.count == 4)
    for episode in episodes {
      var environment = Acrobot()
      environment.reset(to: Acrobot.State(episode.start))
      try episode.replay(in: &environment) { DiscreteAction(Int($0)) }
      #expect(environment.steps == episode.actions.count)
    }
  }

  @Test("Reaching the height with the last allowed step is a termination with reward 0")
  func terminationWins() throws {
    let risen = try #require(try ClassicControlFixture.load("acrobot").episodes.first { $0.terminated })
    var environment = Acrobot(maximumSteps: risen.actions.count)
    environment.reset(to: Acrobot.State(risen.start))
    let outcomes = risen.actions.map { environment.step(DiscreteAction(Int($0))) }
    #expect(outcomes.dropLast().allSatisfy { $0 == StepOutcome(reward: -1) })
    #expect(outcomes.last == StepOutcome(reward: 0, end: .terminated))
  }

  @Test("The time limit truncates and the next reset starts a full episode")
  func timeLimit() {
    var environment = Acrobot(maximumSteps: 2)
    for _ in 0..<2 {
      environment.reset(to: Acrobot.State())
      #expect(environment.step(DiscreteAction(1)) == StepOutcome(reward: -1))
      #expect(environment.step(DiscreteAction(1)) == StepOutcome(reward: -1, end: .truncated))
    }
  }

  @Test("Hanging links without torque stay at rest; a torque moves the links against each other")
  func rest() {
    var environment = Acrobot()
    environment.reset(to: Acrobot.State())
    _ = environment.step(DiscreteAction(1))
    #expect(environment.observed.map { ($0 * 1e6).rounded() / 1e6 } == [1, 0, 1, 0, 0, 0])
    _ = environment.step(DiscreteAction(2))
    #expect(environment.state.secondAngle > 0 && environment.state.firstAngle < 0)
  }

  @Test("Angles stay within ±π")
  func wrapping() {
    var environment = Acrobot(maximumSteps: 1000)
    environment.reset(to: Acrobot.State(secondAngle: 3.1, secondVelocity: 6))
    _ = environment.step(DiscreteAction(1))
    #expect(environment.state.secondAngle < 0 && environment.state.secondAngle >= -.pi)
    environment.reset(to: Acrobot.State(secondAngle: -3.1, secondVelocity: -6))
    _ = environment.step(DiscreteAction(1))
    #expect(environment.state.secondAngle > 0 && environment.state.secondAngle <= .pi)
  }

  @Test("A start is uniform within ±0.1 in all four values")
  func start() {
    var environment = Acrobot()
    let spread = Spread(of: &environment) { $0.state.values }
    #expect(spread.greatest.allSatisfy { $0 <= 0.1 && $0 > 0.099 })
    #expect(spread.least.allSatisfy { $0 >= -0.1 && $0 < -0.099 })
    #expect(spread.mean.allSatisfy { abs($0) < 0.006 })
  }
}

extension Acrobot.State {
  init(_ values: [Double]) {
    self.init(
      firstAngle: values[0], secondAngle: values[1], firstVelocity: values[2], secondVelocity: values[3])
  }

  var values: [Double] { [firstAngle, secondAngle, firstVelocity, secondVelocity] }
}
