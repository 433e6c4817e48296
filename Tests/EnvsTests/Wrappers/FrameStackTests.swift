import Envs
import RLCore
import Randomness
import Testing

@Suite("FrameStack")
struct FrameStackTests {
  /// The counts in the frames, oldest first.
  private func counts(_ environment: FrameStack<CountingEnvironment>) -> [Float] {
    let values = environment.observed
    let frames = environment.frameCount
    return (0..<frames).map { frame in
      #expect(values[frame] == environment.base.start)
      #expect(values[frames + 2 * frame + 1] == -values[frames + 2 * frame])
      return values[frames + 2 * frame]
    }
  }

  @Test("The first observation fills the stack; then frames move through it, oldest first, around the ring twice")
  func ring() {
    var environment = FrameStack(CountingEnvironment(), frameCount: 3)
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    #expect(counts(environment) == [0, 0, 0])
    for step in 1...8 {
      _ = environment.step(DiscreteAction(0))
      #expect(counts(environment) == [2, 1, 0].map { Float(max(step - $0, 0)) })
    }
  }

  @Test("A reset leaves nothing of the episode before, wherever in the ring it comes")
  func resetInTheMiddle() {
    var environment = FrameStack(CountingEnvironment(), frameCount: 3)
    var random = RandomStream(seed: 1)
    var starts: Set<Float> = []
    for steps in 0..<7 {
      environment.reset(using: &random)
      starts.insert(environment.base.start)
      #expect(counts(environment) == [0, 0, 0])
      for _ in 0..<steps { _ = environment.step(DiscreteAction(0)) }
    }
    environment.reset(using: &random)
    _ = environment.step(DiscreteAction(0))
    #expect(counts(environment) == [0, 0, 1])
    #expect(starts.count > 1)
  }

  @Test("A stack of one frame is the observation")
  func oneFrame() {
    var environment = FrameStack(CountingEnvironment(), frameCount: 1)
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    for _ in 0..<3 { _ = environment.step(DiscreteAction(0)) }
    #expect(environment.observed == environment.base.observed)
    #expect(environment.observationSpace == environment.base.observationSpace)
  }

  @Test("Every group is a window under its own name; one of several rows lies flat in each row")
  func groups() {
    let space = FrameStack(CountingEnvironment(), frameCount: 2).observationSpace
    #expect(space.width == 6)
    #expect(space.groups.map(\.name) == ["start", "count"])
    #expect(space.groups.map(\.rows) == [2, 2])
    #expect(space.groups.map(\.columns) == [1, 2])
    #expect(space.groups.allSatisfy { $0.isWindow && !$0.isPadded })
  }

  @Test("A copy and its original go different ways")
  func copies() {
    var environment = FrameStack(CountingEnvironment(), frameCount: 2)
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    var copy = environment
    _ = copy.step(DiscreteAction(0))
    #expect(counts(environment) == [0, 0])
    #expect(counts(copy) == [0, 1])
  }

  @Test("Reward, end and mask are those of the environment")
  func passesThrough() {
    var environment = FrameStack(CountingEnvironment(length: 2), frameCount: 3)
    var random = RandomStream(seed: 1)
    environment.reset(using: &random)
    #expect(environment.masksActions && environment.validChoices == [false, true, true])
    #expect(environment.step(DiscreteAction(2)) == StepOutcome(reward: 2))
    #expect(environment.validChoices == [true, false, true])
    #expect(environment.step(DiscreteAction(1)) == StepOutcome(reward: 1, end: .terminated))
    #expect(counts(environment) == [0, 1, 2])
  }
}
