import RLCore
import Randomness

/// Pays a share of 1 for each of several choices that the observation names.
public struct MultiIdentityEnvironment: Environment {
  /// What it accepts.
  public typealias ActionType = MultiDiscreteAction

  /// Options of each choice.
  public let counts: [Int]
  /// Steps of an episode.
  public let length: Int
  private var random = RandomStream(seed: 0)
  private var targets: [Int]
  private var steps = 0

  /// A task of several choices in episodes of `length` steps.
  public init(counts: [Int], length: Int = 16) {
    self.counts = counts
    self.length = length
    targets = [Int](repeating: 0, count: counts.count)
  }

  /// What is to be done, one hot.
  public var observationSpace: ObservationSpace { ObservationSpace(width: counts.reduce(0, +)) }
  /// What can be done.
  public var actionSpace: MultiDiscreteAction.Domain { MultiDiscreteAction.Domain(counts: counts) }

  /// Starts an episode.
  public mutating func reset(using random: inout RandomStream) {
    self.random = RandomStream(seed: random.next())
    steps = 0
    next()
  }

  /// Pays, and shows what is to be done next.
  public mutating func step(_ action: MultiDiscreteAction) -> StepOutcome {
    let hits = zip(action.indices, targets).count { $0 == $1 }
    steps += 1
    next()
    return StepOutcome(reward: Float(hits) / Float(counts.count), end: steps == length ? .terminated : nil)
  }

  /// Writes what is to be done.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    var start = 0
    for (count, target) in zip(counts, targets) {
      for index in 0..<count { row[start + index] = index == target ? 1 : 0 }
      start += count
    }
  }

  private mutating func next() { targets = counts.map { random.index(below: $0) } }
}
