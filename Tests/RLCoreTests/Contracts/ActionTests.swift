import Foundation
import RLCore
import Testing

@Suite("Actions and their spaces")
struct ActionTests {
  @Test("Every kind of action survives its stored form")
  func storedForm() {
    #expect(stored(DiscreteAction(35), width: 1) == DiscreteAction(35))
    #expect(stored(MultiDiscreteAction([2, 0, 16_777_215]), width: 3) == MultiDiscreteAction([2, 0, 16_777_215]))
    #expect(stored(ContinuousAction([0.1, -3]), width: 2) == ContinuousAction([0.1, -3]))
  }

  @Test("A space contains what lies within its counts or bounds and nothing else")
  func membership() {
    let discrete = DiscreteAction.Domain(count: 3)
    #expect(discrete.contains(DiscreteAction(2)) && !discrete.contains(DiscreteAction(3)))
    #expect(!discrete.contains(DiscreteAction(-1)))
    let multiple = MultiDiscreteAction.Domain(counts: [2, 3])
    #expect(multiple.contains(MultiDiscreteAction([1, 2])))
    #expect(!multiple.contains(MultiDiscreteAction([2, 2])) && !multiple.contains(MultiDiscreteAction([1])))
    let box = ContinuousAction.Domain(low: [-1, 0], high: [1, 2])
    #expect(box.contains(ContinuousAction([1, 0])) && !box.contains(ContinuousAction([1.1, 0])))
    #expect(!box.contains(ContinuousAction([.nan, 0])))
    #expect(box.clamp(ContinuousAction([-4, 5])) == ContinuousAction([-1, 2]))
  }

  @Test("Masks have one flag for each option, none for real values")
  func maskWidths() {
    #expect(DiscreteAction.Domain(count: 36).maskWidth == 36)
    #expect(MultiDiscreteAction.Domain(counts: [3, 4, 2]).maskWidth == 9)
    #expect(ContinuousAction.Domain(low: [0], high: [1]).maskWidth == 0)
  }

  @Test("A description tells spaces apart, bounds included")
  func descriptions() {
    #expect(DiscreteAction.Domain(count: 36).description == "discrete(36)")
    #expect(MultiDiscreteAction.Domain(counts: [3, 4]).description == "multi-discrete(3×4)")
    #expect(ContinuousAction.Domain(low: [-1, 0], high: [1, 2]).description == "continuous(-1.0...1.0, 0.0...2.0)")
  }

  private func stored<A: Action>(_ action: A, width: Int) -> A {
    var row = [Float](repeating: 0, count: width)
    var span = row.mutableSpan
    action.write(into: &span)
    return A(from: row.span)
  }
}
