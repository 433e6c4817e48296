import Gymnasium
import RLCore
import Randomness
import Testing

@Suite(.enabled(if: TestPython.hasGymnasium, "the Python at hand has no gymnasium"))
struct SpaceTests {
  let random = RandomStream(seed: 3)

  @Test func `A Dict within a Tuple is one row with a group for each leaf`() throws {
    let module = try PythonModule(
      """
      class Nested(Base):
          observation_space = spaces.Tuple((
              spaces.Dict({
                  "table": spaces.Box(0, 255, (2, 3), np.uint8),
                  "choice": spaces.Discrete(3, start=5),
              }),
              spaces.MultiBinary(2),
              spaces.MultiDiscrete([2, 3]),
          ))

          def see(self, action=None):
              return (
                  {"table": np.arange(6, dtype=np.uint8).reshape(2, 3), "choice": np.int64(6)},
                  np.array([0, 1], np.int8),
                  np.array([1, 2]),
              )

      register("Nested-v0", Nested)
      """)
    let environments = try module.environment("Nested-v0").open(DiscreteAction.self, count: 1, random: random)
    #expect(
      environments.observationSpace.groups == [
        .init("0.choice", columns: 3), .init("0.table", rows: 2, columns: 3), .init("1", columns: 2),
        .init("2", columns: 5),
      ])
    let seen = try environments.reset().values
    #expect(seen == [0, 1, 0] + [0, 1, 2, 3, 4, 5] + [0, 1] + [0, 1, 0, 0, 1])
  }

  @Test func `A Discrete observation is one-hot from its start`() throws {
    let module = try PythonModule(
      """
      class Counting(Base):
          observation_space = spaces.Discrete(4, start=-1)

          def see(self, action=None):
              return self.steps - 1

      register("Counting-v0", Counting)
      """)
    let environments = try module.environment("Counting-v0").open(DiscreteAction.self, count: 1, random: random)
    var observations = try environments.reset()
    #expect(observations.values == [1, 0, 0, 0])
    for _ in 0..<2 { _ = try environments.step([DiscreteAction(0)], observing: &observations) }
    #expect(observations.values == [0, 0, 1, 0])
  }

  @Test func `Actions arrive as Python means them`() throws {
    let module = try PythonModule(
      """
      class Echo(Base):
          observation_space = spaces.Box(-np.inf, np.inf, (4,), np.float64)

          def __init__(self, space):
              self.action_space = space

          def see(self, action=None):
              if action is None:
                  return np.zeros(4)
              assert self.action_space.contains(action), f"{action!r} is not in {self.action_space}"
              return np.resize(np.append(np.ravel(action).astype(float), [0] * 4), 4)

      register("Shifted-v0", lambda: Echo(spaces.Discrete(3, start=-1)))
      register("Many-v0", lambda: Echo(spaces.MultiDiscrete([[2, 3], [4, 5]], start=[[0, 1], [2, 3]])))
      register("Binary-v0", lambda: Echo(spaces.MultiBinary(3)))
      register("Boxed-v0", lambda: Echo(spaces.Box(np.array([[-1, -2]]), np.array([[1, 2]]), dtype=np.float64)))
      """)
    #expect(try echo(module, "Shifted-v0", .init(count: 3), DiscreteAction(2)) == [1, 0, 0, 0])
    #expect(
      try echo(module, "Many-v0", .init(counts: [2, 3, 4, 5]), MultiDiscreteAction([1, 2, 3, 4])) == [1, 3, 5, 7])
    #expect(try echo(module, "Binary-v0", .init(counts: [2, 2, 2]), MultiDiscreteAction([1, 0, 1])) == [1, 0, 1, 0])
    #expect(
      try echo(module, "Boxed-v0", .init(low: [-1, -2], high: [1, 2]), ContinuousAction([0.5, -1.5]))
        == [0.5, -1.5, 0, 0])
  }

  @Test func `Spaces that no agent can use are refused by name`() throws {
    let module = try PythonModule(
      """
      class Odd(Base):
          def __init__(self, observation=None, action=None):
              self.observation_space = observation or Base.observation_space
              self.action_space = action or Base.action_space

      register("Text-v0", lambda: Odd(observation=spaces.Dict({"note": spaces.Text(5)})))
      register("Sequence-v0", lambda: Odd(observation=spaces.Sequence(spaces.Discrete(2))))
      register("Unbounded-v0", lambda: Odd(action=spaces.Box(-np.inf, np.inf, (1,))))
      register("Whole-v0", lambda: Odd(action=spaces.Box(0, 9, (1,), np.int64)))
      register("Pair-v0", lambda: Odd(action=spaces.Tuple((spaces.Discrete(2), spaces.Discrete(2)))))
      """)
    func refusal(_ id: String) throws -> String {
      let error = #expect(throws: GymnasiumError.self) {
        try module.environment(id).open(DiscreteAction.self, count: 1, random: random)
      }
      return error?.description ?? ""
    }
    #expect(try refusal("Text-v0").hasPrefix("the observation space Text("))
    #expect(
      try refusal("Sequence-v0")
        == "the observation space Sequence(Discrete(2), stack=False) of Sequence-v0 cannot be used: "
        + "it is of a kind that has no fixed width")
    #expect(
      try refusal("Unbounded-v0")
        == "the action space Box(-inf, inf, (1,), float32) of Unbounded-v0 cannot be used: it has infinite bounds; "
        + "rescale or clip its actions with a Gymnasium wrapper")
    #expect(try refusal("Whole-v0").contains("it has whole numbers in a box"))
    #expect(
      try refusal("Pair-v0")
        == "the action space Tuple(Discrete(2), Discrete(2)) of Pair-v0 cannot be used: "
        + "it is neither Discrete, MultiDiscrete, MultiBinary nor Box")
  }

  @Test func `An agent of another kind is refused with what fits`() {
    func message<A: GymnasiumAction>(_ id: String, _ action: A.Type) -> String {
      let error = #expect(throws: GymnasiumError.self) {
        try GymnasiumEnvironment(id).open(action, count: 1, random: random)
      }
      return error?.description ?? ""
    }
    #expect(
      message("Pendulum-v1", DiscreteAction.self)
        == "Pendulum-v1 is a continuous environment, open it with ContinuousAction instead of DiscreteAction")
    #expect(
      message("CartPole-v1", MultiDiscreteAction.self)
        == "CartPole-v1 is a discrete environment, open it with DiscreteAction instead of MultiDiscreteAction")
    #expect(
      message("CartPole-v1", ContinuousAction.self)
        == "CartPole-v1 is a discrete environment, open it with DiscreteAction instead of ContinuousAction")
  }

  private func echo<A: GymnasiumAction>(
    _ module: PythonModule, _ id: String, _ domain: A.Domain, _ action: A
  ) throws -> [Float] {
    let environments = try module.environment(id).open(A.self, count: 2, random: random)
    #expect(environments.actionSpace == domain)
    var observations = try environments.reset()
    _ = try environments.step([action, action], observing: &observations)
    #expect(observations.values[..<4] == observations.values[4...])
    return Array(observations.values[..<4])
  }
}
