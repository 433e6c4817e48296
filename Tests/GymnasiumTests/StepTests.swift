import Envs
import Gymnasium
import RLCore
import Randomness
import Settings
import Testing

@Suite(.enabled(if: TestPython.hasGymnasium, "the Python at hand has no gymnasium"))
struct StepTests {
  let random = RandomStream(seed: 7)

  @Test func `CartPole steps as the one of this library does, to the end of every episode`() throws {
    let python = try GymnasiumEnvironment("CartPole-v1").open(DiscreteAction.self, count: 2, random: random)
    var observations = try python.reset()
    var draws = random.split("actions")
    var poles = [CartPole(), CartPole()]
    for (index, _) in poles.enumerated() { poles[index].reset(to: state(observations, index)) }
    var episodes = 0
    for step in 0..<300 {
      // One pole falls quickly, the other is held up for a while.
      let actions = (0..<2).map { index in
        DiscreteAction(index == 0 ? Int(draws.next() % 2) : (observations.values[4 + 2] > 0 ? 1 : 0))
      }
      let transition = try python.step(actions, observing: &observations)
      #expect(transition.actions == actions)
      for index in 0..<2 {
        let outcome = poles[index].step(actions[index])
        #expect(transition.ends[index] == outcome.end, "step \(step)")
        #expect(transition.rewards[index] == outcome.reward)
        #expect(observations.isStart[index] == (outcome.end != nil))
        let seen = outcome.end == nil ? observations.values : transition.finalObservations
        let expected = [
          poles[index].state.position, poles[index].state.velocity, poles[index].state.angle,
          poles[index].state.angularVelocity,
        ]
        for (column, value) in expected.enumerated() {
          #expect(abs(Double(seen[index * 4 + column]) - value) < 1e-6, "step \(step), column \(column)")
        }
        if outcome.end != nil {
          episodes += 1
          #expect((0..<4).allSatisfy { abs(observations.values[index * 4 + $0]) <= 0.05 })
        }
        // Python keeps doubles where an observation has 32 bits: start anew from it while errors are small.
        if outcome.end != nil || step % 20 == 0 { poles[index].reset(to: state(observations, index)) }
      }
    }
    #expect(episodes >= 4)
  }

  @Test func `An environment's episodes do not depend on how many run beside it`() throws {
    let alone = try trajectory(count: 1)
    let together = try trajectory(count: 3)
    #expect(alone == together)
    #expect(alone == (try trajectory(count: 1)))
    #expect(alone != (try trajectory(count: 1, random: RandomStream(seed: 8))))
  }

  @Test func `A second reset starts other episodes, as in this process`() throws {
    let environments = try GymnasiumEnvironment("CartPole-v1").open(DiscreteAction.self, count: 2, random: random)
    let first = try environments.reset()
    let second = try environments.reset()
    #expect(first.values != second.values)
    #expect(second.isStart == [true, true])
  }

  @Test func `A time limit truncates, with the true final observation`() throws {
    let environments = try GymnasiumEnvironment("CartPole-v1", arguments: ["max_episode_steps": .integer(3)])
      .open(DiscreteAction.self, count: 1, random: random)
    var observations = try environments.reset()
    var pole = CartPole(maximumSteps: 3)
    pole.reset(to: state(observations, 0))
    for step in 1...3 {
      _ = pole.step(DiscreteAction(step % 2))
      let transition = try environments.step([DiscreteAction(step % 2)], observing: &observations)
      #expect(transition.ends == [step == 3 ? .truncated : nil])
      if step == 3 {
        #expect(abs(Double(transition.finalObservations[1]) - pole.state.velocity) < 1e-6)
        #expect(abs(observations.values[1]) <= 0.05)
      }
    }
  }

  @Test func `Numbers that are not finite come through for the agent to name`() throws {
    let module = try PythonModule(
      """
      class Broken(Base):
          def step(self, action):
              return np.array([np.nan, np.inf], np.float32), float("nan"), False, False, {}

      register("Broken-v0", Broken)
      """)
    let environments = try module.environment("Broken-v0").open(DiscreteAction.self, count: 1, random: random)
    var observations = try environments.reset()
    let transition = try environments.step([DiscreteAction(0)], observing: &observations)
    #expect(transition.rewards[0].isNaN)
    #expect(observations.values[0].isNaN)
    #expect(observations.values[1] == .infinity)
  }

  @Test func `What an environment prints does not disturb the messages`() throws {
    let module = try PythonModule(
      """
      class Talkative(Base):
          def step(self, action):
              print("x" * 100_000)
              os.write(1, b"y" * 100_000)
              os.system("echo from a shell")
              return super().step(action)

      print("hello")
      register("Talkative-v0", Talkative)
      """)
    let environments = try module.environment("Talkative-v0").open(DiscreteAction.self, count: 2, random: random)
    var observations = try environments.reset()
    for _ in 0..<3 {
      let transition = try environments.step([DiscreteAction(0), DiscreteAction(1)], observing: &observations)
      #expect(transition.ends == [nil, nil])
    }
  }

  @Test(.enabled(if: TestPython.hasBox2D, "the Python at hand has no Box2D"))
  func `LunarLander flies with both kinds of actions`() throws {
    let discrete = try GymnasiumEnvironment("LunarLander-v3").open(DiscreteAction.self, count: 2, random: random)
    #expect(discrete.observationSpace.width == 8)
    #expect(discrete.actionSpace.count == 4)
    let continuous = try GymnasiumEnvironment("LunarLander-v3", arguments: ["continuous": .boolean(true)])
      .open(ContinuousAction.self, count: 2, random: random)
    #expect(continuous.actionSpace == ContinuousAction.Domain(low: [-1, -1], high: [1, 1]))
    var seen = try continuous.reset()
    #expect(seen.values == (try discrete.reset()).values)
    var ended = 0
    for _ in 0..<150 {
      let full = ContinuousAction([1, 0])
      ended += try continuous.step([full, full], observing: &seen).ends.count { $0 == .terminated }
    }
    #expect(ended > 0)
  }

  private func state(_ observations: ObservationBatch, _ index: Int) -> CartPole.State {
    let row = observations.values[index * 4..<(index + 1) * 4].map(Double.init)
    return CartPole.State(position: row[0], velocity: row[1], angle: row[2], angularVelocity: row[3])
  }

  /// What environment 0 shows over several episodes.
  private func trajectory(count: Int, random: RandomStream = RandomStream(seed: 7)) throws -> [Float] {
    let environments = try GymnasiumEnvironment("CartPole-v1").open(DiscreteAction.self, count: count, random: random)
    var observations = try environments.reset()
    var seen = Array(observations.values[..<4])
    for step in 0..<60 {
      let actions = (0..<count).map { DiscreteAction($0 == 0 ? 1 : step % 2) }
      _ = try environments.step(actions, observing: &observations)
      seen += observations.values[..<4]
    }
    return seen
  }
}
