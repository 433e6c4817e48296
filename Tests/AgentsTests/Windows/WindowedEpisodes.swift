import RLCore
import Randomness
import Testing

@testable import Agents

/// Random sequences seen through windows, with everything that a buffer must give back.
///
/// An observation is a plain value, a window, two plain values and a second window, or the windows alone. Most steps move
/// the windows by one row, as they promise; some environments are slower or faster, and now and then a window is another.
struct WindowedEpisodes {
  /// What came of one step.
  struct Transition {
    let observation: [Float]
    let action: Float
    let reward: Float
    var end: EpisodeEnd?
    var next: [Float]
  }

  let space: ObservationSpace
  let environments: Int
  /// Rows by which windows move, drawn anew for each step.
  let moves: [Int]
  private(set) var random: RandomStream
  private(set) var observations: ObservationBatch
  /// Every step of each environment, oldest first.
  private(set) var transitions: [[Transition]]

  init(environments: Int, hasPlainValues: Bool = true, moves: [Int] = [1], seed: UInt64) {
    var random = RandomStream(seed: seed)
    let windows = [
      ObservationSpace.Group("fast", rows: 2 + random.index(below: 6), columns: 2, isWindow: true),
      ObservationSpace.Group("slow", rows: 1 + random.index(below: 4), columns: 3, isPadded: true, isWindow: true),
    ]
    space = ObservationSpace(
      groups: hasPlainValues
        ? [.init("clock", columns: 1), windows[0], .init("account", columns: 2), windows[1]] : windows)
    self.environments = environments
    self.moves = moves
    self.random = random
    observations = ObservationBatch(count: environments, width: space.width, maskWidth: 0)
    transitions = Array(repeating: [], count: environments)
    for environment in 0..<environments { start(environment) }
  }

  private func range(_ environment: Int) -> Range<Int> { environment * space.width..<(environment + 1) * space.width }

  private mutating func start(_ environment: Int) {
    var values = (0..<space.width).map { _ in Float(random.normal()) }
    // Some histories are padding, or the first row again and again.
    let kind = random.index(below: 3)
    for window in space.windows where kind > 0 {
      for index in 0..<window.width - window.columns {
        values[window.start + index] =
          kind == 1 ? 0 : values[window.start + window.width - window.columns + index % window.columns]
      }
    }
    observations.values.replaceSubrange(range(environment), with: values)
    observations.isStart[environment] = true
  }

  /// What an environment shows after a step.
  private mutating func moved(_ values: [Float]) -> [Float] {
    var next = (0..<space.width).map { _ in Float(random.normal()) }
    for window in space.windows {
      let move = min(moves[random.index(below: moves.count)], window.rows)
      let kept = (window.rows - move) * window.columns
      for index in 0..<kept { next[window.start + index] = values[window.start + move * window.columns + index] }
    }
    return next
  }

  /// Takes a step everywhere.
  mutating func step(ends probability: Float) -> (actions: [Float], batch: TransitionBatch<DiscreteAction>) {
    var batch = TransitionBatch<DiscreteAction>(count: environments, width: space.width, maskWidth: 0)
    var actions: [Float] = []
    for environment in 0..<environments {
      let shown = Array(observations.values[range(environment)])
      let next = moved(shown)
      let end: EpisodeEnd? =
        random.uniform() < probability ? (random.uniform() < 0.5 ? .terminated : .truncated) : nil
      let action = Float(transitions[environment].count)
      actions.append(action)
      batch.rewards[environment] = Float(random.normal())
      batch.ends[environment] = end
      transitions[environment].append(
        Transition(observation: shown, action: action, reward: batch.rewards[environment], end: end, next: next))
      if end != nil {
        batch.finalObservations.replaceSubrange(range(environment), with: next)
        start(environment)
      } else {
        observations.values.replaceSubrange(range(environment), with: next)
        observations.isStart[environment] = false
      }
    }
    return (actions, batch)
  }

  /// Somebody else resets everything: episodes are cut where they stand.
  mutating func reset() {
    for environment in 0..<environments {
      if let last = transitions[environment].indices.last, transitions[environment][last].end == nil {
        transitions[environment][last].end = .truncated
      }
      start(environment)
    }
  }
}
