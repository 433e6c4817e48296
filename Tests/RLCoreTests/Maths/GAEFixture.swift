import Foundation
import RLCore
import Testing

/// Advantages of Stable-Baselines3 (written by `Scripts/golden/gae.py`), [steps][environments].
struct GAEFixture: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let gamma: Float
    let lambda: Float
    let rewards: [[Float]]
    let values: [[Float]]
    let terminated: [[Bool]]
    let truncated: [[Bool]]
    let finalValues: [[Float]]
    let lastValues: [Float]
    let advantages: [[Float]]
    let returns: [[Float]]

    var testDescription: String { name }

    var ends: [EpisodeEnd?] {
      zip(terminated.joined(), truncated.joined()).map { $0 ? .terminated : $1 ? .truncated : nil }
    }
  }

  let cases: [Case]

  static let all: [Case] = {
    guard let url = Bundle.module.resourceURL?.appending(path: "Fixtures/gae.json"),
      let data = try? Data(contentsOf: url)
    else { return [] }
    return (try? JSONDecoder().decode(GAEFixture.self, from: data))?.cases ?? []
  }()
}
