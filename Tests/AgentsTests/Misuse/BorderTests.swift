import Envs
import Foundation
import RLCore
import RLTesting
import Randomness
import Testing
import Training

/// Values that a border of the library does not take stop the program with a sentence on standard error, in release too.
@Suite struct BorderTests {
  private func sentence(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test func `spaces without values`() async {
    let group = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ObservationSpace.Group("empty", rows: 0, columns: 3)
    }
    #expect(sentence(group).contains("group empty must have values, was 0 × 3"))
    let discrete = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = DiscreteAction.Domain(count: 0)
    }
    #expect(sentence(discrete).contains("a discrete space must have a choice, was 0"))
    let several = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MultiDiscreteAction.Domain(counts: [2, 0])
    }
    #expect(sentence(several).contains("must have options for each choice, was [2, 0]"))
    let equal = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ContinuousAction.Domain(low: [1], high: [1])
    }
    #expect(sentence(equal).contains("low must be below high, was [1.0] and [1.0]"))
  }

  @Test func `budgets and intervals of nothing`() async {
    let steps = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TrainingProgress(totalSteps: 0)
    }
    #expect(sentence(steps).contains("a run must have steps, was 0"))
    let episodes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TrainingProgress(totalEpisodes: -1)
    }
    #expect(sentence(episodes).contains("a run must have episodes, was -1"))
    let interval = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClosureCallback.every(steps: 0) { _ in }
    }
    #expect(sentence(interval).contains("an interval must have steps, was 0"))
    let patience = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = EarlyStopping(.noImprovement(patience: 0), of: .meanReturn())
    }
    #expect(sentence(patience).contains("patience must be positive, was 0"))
    let metric = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = EarlyStopping(.reached(1))
    }
    #expect(sentence(metric).contains("must have a metric, had none"))
  }

  @Test func `environments without a step`() async {
    let pole = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CartPole(maximumSteps: 0)
    }
    #expect(sentence(pole).contains("maximumSteps must be positive, was 0"))
    let limit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimeLimit(Pendulum(), maximumSteps: 0)
    }
    #expect(sentence(limit).contains("maximumSteps must be positive, was 0"))
    let stack = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FrameStack(Pendulum(), frameCount: 0)
    }
    #expect(sentence(stack).contains("frameCount must be in 1...65536, was 0"))
    let long = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FrameStack(Pendulum(), frameCount: 65_537)
    }
    #expect(sentence(long).contains("frameCount must be in 1...65536, was 65537"))
    let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FrameStack(FrameStack(Pendulum(), frameCount: 2), frameCount: 2)
    }
    #expect(sentence(twice).contains("must be of observations that are no windows, was one of observation"))
  }
}
