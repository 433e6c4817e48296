import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

/// Several environments whose observations count upwards, so that each says which one must follow.
///
/// An observation is (environment, time, −time): a batch can be checked without the buffer's own bookkeeping.
struct RecordedEpisodes {
  let environments: Int
  let masks: Bool
  let buffer: ReplayBuffer
  private var time: Float = 0
  private var random = RandomStream(seed: 3)
  private var observations: ObservationBatch
  /// The true next observation of each time, how its episode ended, and its reward, by environment.
  private(set) var truth: [[(next: Float, end: EpisodeEnd?, reward: Float)]]

  init(
    _ configuration: ReplayConfiguration, environments: Int, masks: Bool = false, discount: Float = 0.5
  ) throws {
    self.environments = environments
    self.masks = masks
    buffer = try ReplayBuffer(
      configuration,
      shape: ReplayShape(environments: environments, width: 3, storageWidth: 1, maskWidth: masks ? 2 : 0),
      discount: discount)
    observations = ObservationBatch(count: environments, width: 3, maskWidth: masks ? 2 : 0)
    truth = Array(repeating: [], count: environments)
    show(at: 0, of: 0..<environments, in: &observations)
    buffer.open(observations)
  }

  /// What a mask is at a time: the first choice is valid at even ones, the second at those that 3 divides, and at odd.
  static func mask(at time: Float) -> [Bool] {
    [Int(time) % 2 == 0, Int(time) % 2 == 1 || Int(time) % 3 == 0]
  }

  private func show(at time: Float, of rows: Range<Int>, in batch: inout ObservationBatch) {
    for environment in rows {
      batch.values.replaceSubrange(3 * environment..<3 * environment + 3, with: [Float(environment), time, -time])
      if masks { batch.masks.replaceSubrange(2 * environment..<2 * environment + 2, with: Self.mask(at: time)) }
    }
  }

  /// Takes steps; an episode ends with a given probability, and the next one starts 1000 later.
  mutating func step(_ count: Int = 1, ends probability: Float = 0.2) {
    for _ in 0..<count {
      var transitions = TransitionBatch<DiscreteAction>(count: environments, width: 3, maskWidth: masks ? 2 : 0)
      let now = time
      time += 1
      for environment in 0..<environments {
        let end: EpisodeEnd? =
          random.uniform() < probability ? (random.uniform() < 0.5 ? .terminated : .truncated) : nil
        let reward = Float(random.normal())
        transitions.ends[environment] = end
        transitions.rewards[environment] = reward
        // A final observation is half a step away from where the next episode begins.
        let next = end == nil ? time : time - 0.5
        truth[environment].append((next: next, end: end, reward: reward))
        if end != nil {
          transitions.finalObservations.replaceSubrange(
            3 * environment..<3 * environment + 3, with: [Float(environment), next, -next])
          if masks {
            transitions.finalMasks.replaceSubrange(2 * environment..<2 * environment + 2, with: [false, true])
          }
        }
        observations.isStart[environment] = end != nil
      }
      show(at: time, of: 0..<environments, in: &observations)
      buffer.add(
        actions: (0..<environments).map { Float($0) + now }, rewards: transitions.rewards, transitions: transitions,
        next: observations)
    }
  }

  /// Somebody else resets the environments: the episodes are cut where they stand.
  mutating func reset() {
    for environment in 0..<environments where truth[environment].last?.end == nil {
      let last = truth[environment].count - 1
      if last >= 0 { truth[environment][last].end = .truncated }
    }
    // The new episodes begin at another time; times that were skipped have no transition.
    for environment in 0..<environments { truth[environment].append((next: .nan, end: .truncated, reward: .nan)) }
    time += 1
    show(at: time, of: 0..<environments, in: &observations)
    observations.isStart = Array(repeating: true, count: environments)
    buffer.open(observations)
  }

  /// Every row of the buffer, oldest first, against the truth.
  func expectTruth(_ comment: Comment) {
    let batch = buffer.makeBatch(count: buffer.count)
    var places: [Int] = []
    buffer.forEachRow { index, place in
      if index % (buffer.filled + 1) != buffer.filled { places.append(place) }
    }
    batch.rows = places
    buffer.gather(into: batch)
    for row in 0..<batch.count {
      let (environment, time) = (Int(batch.observations.pointer[3 * row]), batch.observations.pointer[3 * row + 1])
      let expected = truth[environment][Int(time)]
      let next = (0..<3).map { batch.nextObservations.pointer[3 * row + $0] }
      #expect(next == [Float(environment), expected.next, -expected.next], comment)
      #expect(batch.rewards.pointer[row] == expected.reward, comment)
      #expect(batch.actions.pointer[row] == Float(environment) + time, comment)
      #expect(batch.discounts.pointer[row] == (expected.end == .terminated ? 0 : buffer.discount), comment)
      if masks {
        let isCutOff = expected.end != nil && expected.next != expected.next.rounded()
        let flags = (0..<2).map { batch.nextMasks[2 * row + $0] != 0 }
        #expect(flags == (isCutOff ? [false, true] : Self.mask(at: expected.next)), comment)
      }
    }
  }
}
