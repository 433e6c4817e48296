import RLCore
import Randomness
import Settings
import Testing

/// Environments that cannot be stepped together are refused with a sentence.
@Suite struct VectorRequirementTests {
  /// A task with spaces to choose.
  private struct Shaped: Environment {
    var width = 2
    var groups: [ObservationSpace.Group]?
    var choices = 3
    var masksActions = false
    var observationSpace: ObservationSpace {
      groups.map { ObservationSpace(groups: $0) } ?? ObservationSpace(width: width)
    }
    var actionSpace: DiscreteAction.Domain { .init(count: choices) }
    mutating func reset(using random: inout RandomStream) {}
    mutating func step(_ action: DiscreteAction) -> StepOutcome { StepOutcome(reward: 0, end: .terminated) }
    func writeObservation(into row: inout MutableSpan<Float>) { for index in row.indices { row[index] = 0 } }
  }

  /// A task that is an object.
  private final class Counter: Environment {
    var steps = 0
    let observationSpace = ObservationSpace(width: 1)
    let actionSpace = DiscreteAction.Domain(count: 2)
    func reset(using random: inout RandomStream) { steps = 0 }
    func step(_ action: DiscreteAction) -> StepOutcome {
      steps += 1
      return StepOutcome(reward: 1, end: steps == 4 ? .terminated : nil)
    }
    func writeObservation(into row: inout MutableSpan<Float>) { row[0] = Float(steps) }
  }

  /// A value around another environment, as wrappers are.
  private struct Around<Base: Environment>: Environment {
    var base: Base
    var observationSpace: ObservationSpace { base.observationSpace }
    var actionSpace: Base.ActionType.Domain { base.actionSpace }
    mutating func reset(using random: inout RandomStream) { base.reset(using: &random) }
    mutating func step(_ action: Base.ActionType) -> StepOutcome { base.step(action) }
    func writeObservation(into row: inout MutableSpan<Float>) { base.writeObservation(into: &row) }
  }

  private func refusal<E: Environment>(of environments: [E]) -> String? {
    do throws(ConfigurationError) {
      _ = try VectorEnvironment(environments, random: RandomStream(seed: 1))
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `none is refused`() {
    #expect(refusal(of: [Shaped]()) == "environments must not be empty, was empty")
  }

  @Test func `other observations, actions or masks than those of the first are refused`() {
    #expect(refusal(of: [Shaped(), Shaped(), Shaped(width: 3)])?.hasSuffix("in environment 2") == true)
    #expect(refusal(of: [Shaped(), Shaped(width: 1)])?.hasSuffix("in environment 1") == true)
    #expect(
      refusal(of: [Shaped(), Shaped(groups: [.init("other", columns: 2)])]) != nil, "the same width, other meaning")
    #expect(
      refusal(of: [Shaped(), Shaped(choices: 2)])
        == "environments must all have the actions of the first, discrete(3), was discrete(2) in environment 1")
    #expect(refusal(of: [Shaped(), Shaped(masksActions: true)]) != nil)
    #expect(refusal(of: [Shaped(), Shaped()]) == nil)
  }

  @Test func `one object in several places is refused, also inside of wrappers`() {
    let one = Counter()
    let sentence =
      "environments must be objects of their own, each made by itself, was the same object in places 0 and 1"
    #expect(refusal(of: [one, one]) == sentence)
    #expect(refusal(of: Array(repeating: Around(base: one), count: 2)) == sentence)
    #expect(refusal(of: Array(repeating: Around(base: Around(base: one)), count: 3)) == sentence)
    #expect(refusal(of: [Counter(), one, Counter()]) == nil)
    #expect(refusal(of: [Around(base: Counter()), Around(base: Counter())]) == nil)
  }
}
