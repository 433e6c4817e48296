import RLCore
import Randomness
import Settings
import Testing

@testable import Agents

@Suite("Actions between ±1 and their bounds")
struct ActionScaleTests {
  @Test("The ends and the middle of ±1 are those of bounds that are not symmetric")
  func scaling() throws {
    let scale = try ActionScale(ContinuousAction.Domain(low: [-3, 0], high: [1, 10]))
    let stored: [Float] = [-1, -1, 0, 0, 1, 1, 0.5, -0.5, 7, -7]
    #expect(
      scale.actions(stored).map(\.values) == [[-3, 0], [-1, 5], [1, 10], [0, 2.5], [1, 0]])
  }

  @Test("No rounding leads beyond the bounds, and the ends are met")
  func rounding() throws {
    var random = RandomStream(seed: 5)
    for _ in 0..<2000 {
      let low = Float(random.normal())
      let domain = ContinuousAction.Domain(low: [low], high: [low + 0.01 + 3 * random.uniform()])
      let ends = try ActionScale(domain).actions([-1, 1])
      #expect(ends.allSatisfy(domain.contains))
      #expect(abs(ends[0].values[0] - domain.low[0]) < 1e-5 && abs(ends[1].values[0] - domain.high[0]) < 1e-5)
    }
  }

  @Test("The widest finite bounds do not overflow")
  func wideBounds() throws {
    let largest = Float.greatestFiniteMagnitude
    let scale = try ActionScale(ContinuousAction.Domain(low: [-largest], high: [largest]))
    #expect(scale.actions([-1, 0, 1]).map(\.values) == [[-largest], [0], [largest]])
  }

  @Test("Bounds without an end are refused by every agent", arguments: ReplayingKind.allCases)
  func infiniteBounds(_ kind: ReplayingKind) throws {
    let domain = ContinuousAction.Domain(low: [-1, -.infinity], high: [1, 2])
    let error = try #require(throws: ConfigurationError.self) {
      try kind.make(for: ReplayedTask.environments(bounds: domain))
    }
    #expect(error.description == "the action space must have finite bounds, was continuous(-1.0...1.0, -inf...2.0)")
  }
}
