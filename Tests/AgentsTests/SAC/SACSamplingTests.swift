import Foundation
import Networks
import RLCore
import Randomness
import Testing

@testable import Agents

@Suite("Samples of SAC with state-dependent noise")
struct SACSamplingTests {
  private func agent(environments: Int) throws -> SAC {
    let layers = LayersBlueprint(hidden: [16])
    return try SAC(
      SACConfiguration(
        cadence: UpdateCadence(learningStarts: 0), replay: ReplayConfiguration(capacity: 2 * environments),
        actor: layers, critic: layers, stateDependentNoise: StateDependentNoiseConfiguration(),
        initialLogDeviation: -2),
      in: AgentContext(
        observationSpace: ObservationSpace(width: 3),
        actionSpace: ContinuousAction.Domain(low: [-1, -1], high: [1, 1]),
        environments: environments, random: RandomStream(seed: 3)))
  }

  @Test("Samples vary as exploring does, each row by itself, and note nothing")
  func spread() throws {
    let rows = 4000
    let agent = try agent(environments: rows)
    var observations = ObservationBatch(count: rows, width: 3, maskWidth: 0)
    observations.values = (0..<rows).flatMap { _ in [Float(0.5), -1, 0.25] }
    var random = RandomStream(seed: 1)
    let before = try agent.archive(.training)
    let sampled = try agent.act(on: observations, mode: .sample, using: &random)
    #expect(try agent.archive(.training) == before)
    let explored = try agent.act(on: observations, mode: .explore, using: &random)
    let best = try agent.act(on: observations, mode: .exploit, using: &random)[0]
    #expect(Set(sampled.map(\.values)).count == rows)
    for dimension in 0..<2 {
      // Before the squashing both are normal around the mode.
      func deviation(_ actions: [ContinuousAction]) -> Float {
        let middle = atanh(best.values[dimension])
        let squares = actions.map { action in
          let distance = atanh(action.values[dimension]) - middle
          return distance * distance
        }
        return (squares.reduce(0, +) / Float(rows)).squareRoot()
      }
      let (one, other) = (deviation(sampled), deviation(explored))
      #expect(other > 0.05 && abs(one / other - 1) < 0.08, "sampled \(one), explored \(other)")
    }
  }

  @Test("One row alone has samples that are finite and within the bounds")
  func oneRow() throws {
    let agent = try agent(environments: 1)
    var random = RandomStream(seed: 2)
    for step in 0..<200 {
      let observation = ObservationBatch([Float(step) / 100, -1, 0.25])
      let action = try agent.act(on: observation, mode: .sample, using: &random)[0]
      #expect(action.values.allSatisfy { abs($0) < 1 })
    }
  }
}
