import Foundation
import RLCore
import Testing

/// Episodes of one of Gymnasium's own tasks (written by `Scripts/golden/classic_control.py`).
struct ClassicControlFixture: Decodable {
  struct Episode: Decodable {
    let name: String
    let start: [Double]
    /// Indices, or values of one dimension.
    let actions: [Float]
    let rewards: [Double]
    let observations: [[Float]]
    let terminated: Bool
    let truncated: Bool

    var end: EpisodeEnd? { terminated ? .terminated : truncated ? .truncated : nil }
  }

  let episodes: [Episode]

  static func load(_ name: String) throws -> ClassicControlFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(
      ClassicControlFixture.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
  }
}

extension ClassicControlFixture.Episode {
  /// Replays the episode's actions and compares every step, values above 1 relative to their size.
  func replay<E: Environment>(in environment: inout E, action: (Float) -> E.ActionType) throws {
    for (index, value) in actions.enumerated() {
      let outcome = environment.step(action(value))
      let pairs = zip(environment.observed + [outcome.reward], observations[index] + [Float(rewards[index])])
      for (mine, expected) in pairs {
        let difference = abs(Double(mine) - Double(expected)) / max(1, abs(Double(expected)))
        try #require(difference <= 1e-6, "\(name), step \(index): \(mine), not \(expected)")
      }
      try #require(environment.observed.count == observations[index].count)
      try #require(outcome.end == (index == actions.count - 1 ? end : nil), "\(name), step \(index)")
    }
  }
}

extension Environment {
  /// The current observation.
  var observed: [Float] {
    var values = [Float](repeating: .nan, count: observationSpace.width)
    var row = values.mutableSpan
    writeObservation(into: &row)
    return values
  }

  /// The current mask.
  var validChoices: [Bool] {
    var flags = [Bool](repeating: true, count: actionSpace.maskWidth)
    var row = flags.mutableSpan
    writeActionMask(into: &row)
    return flags
  }
}
