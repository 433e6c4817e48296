import Foundation
import RLCore
import Tensors
import Testing

@testable import Agents

/// n-step returns of Stable-Baselines3 (written by `Scripts/golden/nstep.py`).
@Suite("n-step returns against Stable-Baselines3")
struct ReturnStepGoldenTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      struct Expected: Decodable {
        let rewards: [Float]
        let discounts: [Float]
        let bootstrapObservations: [Float]
      }

      let oldest: Int
      let observations: [Float]
      let nextObservations: [Float]
      let rewards: [Float]
      let terminated: [Bool]
      let truncated: [Bool]
      let expected: Expected
    }

    let capacity: Int
    let steps: Int
    let gamma: Float
    let cases: [String: Case]
  }

  @Test("Every start agrees, those next to the newest row too", arguments: ["inOrder", "wrapped"])
  func agree(name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    let fixture = try JSONDecoder().decode(
      Fixture.self, from: Data(contentsOf: folder.appending(path: "nstep.json")))
    let golden = try #require(fixture.cases[name])
    let buffer = try ReplayBuffer(
      ReplayConfiguration(capacity: fixture.capacity, returnSteps: fixture.steps),
      shape: ReplayShape(environments: 1, width: 1, storageWidth: 1, maskWidth: 0), discount: fixture.gamma)
    let order = (0..<fixture.capacity).map { (golden.oldest + $0) % fixture.capacity }
    var observations = ObservationBatch([golden.observations[order[0]]])
    buffer.open(observations)
    // Rows that give way first, so that the buffer wraps as the reference's does.
    let rows = (name == "wrapped" ? Array(order.suffix(4)) : []) + order
    for (index, slot) in rows.enumerated() {
      var transitions = TransitionBatch<DiscreteAction>(count: 1, width: 1, maskWidth: 0)
      transitions.ends[0] = golden.terminated[slot] ? .terminated : golden.truncated[slot] ? .truncated : nil
      transitions.finalObservations = [golden.nextObservations[slot]]
      let following = index + 1 < rows.count ? rows[index + 1] : nil
      observations.values = [following.map { golden.observations[$0] } ?? golden.nextObservations[slot]]
      buffer.add(actions: [0], rewards: [golden.rewards[slot]], transitions: transitions, next: observations)
    }
    let batch = buffer.makeBatch(count: fixture.capacity)
    buffer.forEachRow { index, place in if index < fixture.capacity { batch.rows[index] = place } }
    buffer.gather(into: batch)
    for (row, slot) in order.enumerated() {
      #expect(abs(batch.rewards.pointer[row] - golden.expected.rewards[slot]) < 1e-6)
      #expect(abs(batch.discounts.pointer[row] - golden.expected.discounts[slot]) < 1e-6)
      #expect(batch.nextObservations.pointer[row] == golden.expected.bootstrapObservations[slot])
    }
  }
}
