import RLCore
import Randomness

/// Where 2000 episodes start.
struct Spread {
  var least: [Double] = []
  var greatest: [Double] = []
  var mean: [Double] = []

  init<E: Environment>(of environment: inout E, values: (E) -> [Double]) {
    var random = RandomStream(seed: 7)
    let starts = (0..<2000).map { _ in
      environment.reset(using: &random)
      return values(environment)
    }
    for column in starts[0].indices {
      let all = starts.map { $0[column] }
      least.append(all.min() ?? .nan)
      greatest.append(all.max() ?? .nan)
      mean.append(all.reduce(0, +) / Double(all.count))
    }
  }
}
