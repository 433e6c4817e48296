import Envs
import Foundation
import Testing

/// Episodes of Gymnasium's own `CartPole-v1` (written by `Scripts/golden/cartpole.py`).
struct CartPoleFixture: Decodable {
  struct Episode: Decodable {
    let name: String
    let start: [Double]
    let actions: [Int]
    let rewards: [Float]
    let states: [[Double]]
    let terminated: Bool
    let truncated: Bool

    var startState: CartPole.State { CartPole.State(start) }
  }

  let episodes: [Episode]

  static func load() throws -> CartPoleFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(
      CartPoleFixture.self, from: Data(contentsOf: folder.appending(path: "cartpole.json")))
  }
}

extension CartPole.State {
  init(_ values: [Double]) {
    self.init(position: values[0], velocity: values[1], angle: values[2], angularVelocity: values[3])
  }

  var values: [Double] { [position, velocity, angle, angularVelocity] }
}
