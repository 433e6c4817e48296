import Envs
import RLCore
import Randomness
import Testing

@Suite("CartPole")
struct CartPoleTests {
  @Test("Whole episodes follow Gymnasium's to 1e-6 in every state, reward and end")
  func followsGymnasium() throws {
    let episodes = try CartPoleFixture.load().episodes
    try #require(episodes.count == 6)
    for episode in episodes {
      var environment = CartPole()
      environment.reset(to: episode.startState)
      for (index, action) in episode.actions.enumerated() {
        let outcome = environment.step(DiscreteAction(action))
        let difference = zip(environment.state.values, episode.states[index]).map { abs($0 - $1) }.max() ?? .infinity
        try #require(difference < 1e-6, "\(episode.name), step \(index)")
        #expect(outcome.reward == episode.rewards[index])
        if index < episode.actions.count - 1 {
          #expect(outcome.end == nil, "\(episode.name), step \(index)")
        } else {
          #expect((outcome.end == .terminated) == episode.terminated, "\(episode.name)")
          #expect((outcome.end == .truncated) == episode.truncated, "\(episode.name)")
        }
      }
      #expect(environment.steps == episode.actions.count)
    }
  }

  @Test("Falling with the last allowed step is a termination, not a truncation")
  func terminationWins() throws {
    let fallen = try #require(try CartPoleFixture.load().episodes.first { $0.terminated })
    var environment = CartPole(maximumSteps: fallen.actions.count)
    environment.reset(to: fallen.startState)
    let ends = fallen.actions.map { environment.step(DiscreteAction($0)).end }
    #expect(ends.dropLast().allSatisfy { $0 == nil })
    #expect(ends.last == .terminated)
  }

  @Test("The time limit truncates and the next reset starts a full episode")
  func timeLimit() {
    var environment = CartPole(maximumSteps: 2)
    for _ in 0..<2 {
      environment.reset(to: CartPole.State())
      #expect(environment.step(DiscreteAction(0)) == StepOutcome(reward: 1))
      #expect(environment.step(DiscreteAction(1)) == StepOutcome(reward: 1, end: .truncated))
    }
  }

  @Test("One push from rest gives the accelerations worked out by hand")
  func onePush() {
    // Upright: push = 10/1.1, angular acceleration = −push/(0.5·(4/3 − 0.1/1.1)), and the pole's inertia adds
    // 0.05/1.1 of that to the cart's acceleration.
    var environment = CartPole()
    environment.reset(to: CartPole.State())
    _ = environment.step(DiscreteAction(1))
    let push = 10 / 1.1
    let angular = push / (0.5 * (4.0 / 3 - 0.1 / 1.1))
    #expect(environment.state.position == 0)
    #expect(environment.state.angle == 0)
    #expect(abs(environment.state.angularVelocity + 0.02 * angular) < 1e-12)
    #expect(abs(environment.state.velocity - 0.02 * (push + 0.05 * angular / 1.1)) < 1e-12)
  }

  @Test("A start is uniform within ±0.05 in all four values and depends on the seed only")
  func start() {
    var random = RandomStream(seed: 7)
    var environment = CartPole()
    var sums = [Double](repeating: 0, count: 4)
    var largest = [Double](repeating: 0, count: 4)
    for _ in 0..<2000 {
      environment.reset(using: &random)
      for (index, value) in environment.state.values.enumerated() {
        sums[index] += value
        largest[index] = max(largest[index], abs(value))
      }
    }
    #expect(largest.allSatisfy { $0 <= 0.05 && $0 > 0.0495 })
    #expect(sums.allSatisfy { abs($0 / 2000) < 0.003 })

    var again = CartPole()
    var first = RandomStream(seed: 7)
    var second = RandomStream(seed: 7)
    environment.reset(using: &first)
    again.reset(using: &second)
    #expect(environment.state == again.state)
  }

  @Test("The observation is the state as four floats")
  func observation() {
    var environment = CartPole()
    environment.reset(to: CartPole.State(position: 0.1, velocity: -0.2, angle: 0.3, angularVelocity: -0.4))
    var row = [Float](repeating: .nan, count: environment.observationSpace.width)
    var span = row.mutableSpan
    environment.writeObservation(into: &span)
    #expect(row == [0.1, -0.2, 0.3, -0.4])
    #expect(environment.actionSpace.count == 2)
    #expect(!environment.masksActions)
  }
}
