import Gymnasium
import RLCore
import Randomness
import Testing

@Suite(.enabled(if: TestPython.hasGymnasium, "the Python at hand has no gymnasium"))
struct MaskTests {
  let random = RandomStream(seed: 5)

  /// Step n allows all choices but n mod 3; the third step ends the episode with nothing left to choose.
  static let source = """
    class Masked(Base):
        def mask(self):
            if self.steps == 3:
                return np.zeros(3, np.int8)
            return np.arange(3) != self.steps % 3

        def step(self, action):
            observation, reward, _, _, info = super().step(action)
            return observation, reward, self.steps == 3, False, info


    class ByInfo(Masked):
        def tell(self):
            return {"action_mask": self.mask()}


    class ByMethod(Masked):
        def action_masks(self):
            return self.mask().tolist()


    class Several(Masked):
        action_space = spaces.MultiDiscrete([2, 3])

        def tell(self):
            return {"action_mask": (np.array([1, 0], np.int8), np.array([0, 1, 1], np.int8))}


    class Stuck(Base):
        def tell(self):
            return {"action_mask": np.full(3, self.steps < 2)}


    class Short(Base):
        def tell(self):
            return {"action_mask": [True]}


    class Free(Base):
        action_space = spaces.Box(-1, 1, (1,))

    for kind in (ByInfo, ByMethod, Several, Stuck, Short, Free):
        register(kind.__name__ + "-v0", kind)
    """

  @Test(arguments: [("ByInfo-v0", GymnasiumMaskSource.info), ("ByMethod-v0", .method)])
  func `Masks come with every observation`(id: String, source: GymnasiumMaskSource) throws {
    let module = try PythonModule(Self.source)
    let environments = try module.environment(id, masks: source).open(DiscreteAction.self, count: 2, random: random)
    #expect(environments.maskWidth == 3)
    var observations = try environments.reset()
    #expect(observations.masks == [false, true, true, false, true, true])
    let any = [DiscreteAction(2), DiscreteAction(2)]
    _ = try environments.step(any, observing: &observations)
    #expect(observations.masks == [true, false, true, true, false, true])
    _ = try environments.step(any, observing: &observations)
    let transition = try environments.step(any, observing: &observations)
    #expect(transition.ends == [.terminated, .terminated])
    #expect(transition.finalMasks == [Bool](repeating: true, count: 6), "nothing is chosen in a final state")
    #expect(observations.masks == [false, true, true, false, true, true])
  }

  @Test func `Masks of several choices lie one behind the other`() throws {
    let module = try PythonModule(Self.source)
    let environments = try module.environment("Several-v0", masks: .info)
      .open(MultiDiscreteAction.self, count: 1, random: random)
    #expect(try environments.reset().masks == [true, false, false, true, true])
  }

  @Test func `Where no masks are asked for there are none`() throws {
    let module = try PythonModule(Self.source)
    let environments = try module.environment("ByInfo-v0").open(DiscreteAction.self, count: 1, random: random)
    #expect(environments.maskWidth == 0)
    #expect(try environments.reset().masks.isEmpty)
  }

  @Test func `Masks that are missing or unusable are named`() throws {
    let module = try PythonModule(Self.source)
    func message<A: GymnasiumAction>(_ id: String, _ masks: GymnasiumMaskSource, _ none: A) -> String {
      let error = #expect(throws: GymnasiumError.self) {
        let environments = try module.environment(id, masks: masks).open(A.self, count: 2, random: random)
        var observations = try environments.reset()
        for _ in 0..<3 { _ = try environments.step([none, none], observing: &observations) }
      }
      return error?.description ?? ""
    }
    let first = DiscreteAction(0)
    #expect(
      message("CartPole-v1", .info, first)
        == "environment 0 of CartPole-v1 cannot mask actions: its info has no action_mask")
    #expect(
      message("CartPole-v1", .method, first)
        == "CartPole-v1 cannot mask actions: it has no method action_masks()")
    #expect(
      message("Stuck-v0", .info, first)
        == "environment 0 of Stuck-v0 cannot mask actions: its mask leaves no valid choice")
    #expect(
      message("Short-v0", .info, first)
        == "environment 0 of Short-v0 cannot mask actions: its mask has 1 flags instead of 3")
    #expect(
      message("Free-v0", .info, ContinuousAction([0]))
        == "Free-v0 cannot mask actions: its actions are continuous and cannot be masked")
  }
}
