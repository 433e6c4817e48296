import Persistence
import RLCore
import Randomness
import Settings

/// What is added to the actions of a deterministic policy so that it explores, in units of half the action's range.
public enum ActionNoise: Configuration {
  /// Independent normal draws.
  case gaussian(deviation: Float)
  /// An Ornstein–Uhlenbeck process, which drifts back to 0 and so pushes the same way for a while
  /// (Lillicrap et al., ICLR 2016): x += −reversion·x·timeStep + deviation·√timeStep·ε; it starts anew with each episode.
  case ornsteinUhlenbeck(deviation: Float, reversion: Float = 0.15, timeStep: Float = 0.01)

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    switch self {
    case .gaussian(let deviation):
      try require(deviation >= 0 && deviation.isFinite, "noise.deviation", must: "not be negative", found: deviation)
    case .ornsteinUhlenbeck(let deviation, let reversion, let timeStep):
      try require(deviation >= 0 && deviation.isFinite, "noise.deviation", must: "not be negative", found: deviation)
      try require(reversion >= 0 && reversion.isFinite, "noise.reversion", must: "not be negative", found: reversion)
      try require(timeStep > 0 && timeStep.isFinite, "noise.timeStep", must: "be positive", found: timeStep)
    }
  }
}

/// The noise of every environment, with what it remembers.
struct ActionNoiseProcess {
  let noise: ActionNoise
  let dimensions: Int
  /// The state of an Ornstein–Uhlenbeck process, [environments × dimensions].
  private(set) var state: [Float]

  init(_ noise: ActionNoise, environments: Int, dimensions: Int) {
    self.noise = noise
    self.dimensions = dimensions
    state = [Float](repeating: 0, count: environments * dimensions)
  }

  /// Adds noise to the actions of all environments and keeps them within ±1.
  mutating func perturb(_ actions: inout [Float], isStart: [Bool], using random: inout RandomStream) {
    for index in actions.indices {
      let draw = Float(random.normal())
      switch noise {
      case .gaussian(let deviation):
        actions[index] += deviation * draw
      case .ornsteinUhlenbeck(let deviation, let reversion, let timeStep):
        let old = isStart[index / dimensions] ? 0 : state[index]
        state[index] = old - reversion * old * timeStep + deviation * timeStep.squareRoot() * draw
        actions[index] += state[index]
      }
      actions[index] = min(max(actions[index], -1), 1)
    }
  }

  mutating func restore(_ state: [Float]) {
    precondition(state.count == self.state.count, "noise has \(self.state.count) values, was \(state.count)")
    self.state = state
  }
}
