import Foundation
import RLCore
import Testing

@Suite("ObservationNormalizer")
struct ObservationNormalizerTests {
  @Test("Values become (x − mean)/√(variance + 1e-8) of their own dimension, as in VecNormalize")
  func byHand() {
    var normalizer = ObservationNormalizer(space: ObservationSpace(width: 2))
    normalizer.observe([1, 100, 3, 500])
    // Dimension 0 saw {1, 3}, dimension 1 {100, 500}; the pseudo-count of 1e-4 at mean 0 and variance 1 adds a little.
    let statistics = normalizer.statistics
    #expect(abs(statistics.mean[0] - 2) < 2e-4 && abs(statistics.variance[0] - 1) < 5e-4)
    #expect(abs(statistics.mean[1] - 300) < 2e-2 && abs(statistics.variance[1] - 40_000) < 5)
    var values: [Float] = [3, 500, 2, 300]
    normalizer.normalize(&values)
    for (value, wanted) in zip(values, [Float(1), 1, 0, 0]) { #expect(abs(value - wanted) < 1e-3) }
    let exact = Float((3 - statistics.mean[0]) / (statistics.variance[0] + 1e-8).squareRoot())
    #expect(values[0] == exact)
  }

  @Test("Results are cut off at ±10")
  func limit() {
    var normalizer = ObservationNormalizer(space: ObservationSpace(width: 1))
    normalizer.observe([0, 2])
    var values: [Float] = [1000, -1000, 1]
    normalizer.normalize(&values)
    #expect(values[0] == 10 && values[1] == -10 && abs(values[2]) < 1e-3)
  }

  @Test("Padding is neither counted nor changed, and the flag of a row passes unchanged")
  func padding() {
    let space = ObservationSpace(groups: [
      .init("plain", columns: 1), .init("slots", rows: 2, columns: 2, isPadded: true),
    ])
    var normalizer = ObservationNormalizer(space: space)
    normalizer.observe([
      4, 1, 10, 0, 0,
      6, 1, 30, 0, 0,
    ])
    #expect(abs(normalizer.statistics.mean[0] - 5) < 1e-3)
    #expect(abs(normalizer.statistics.mean[2] - 20) < 2e-3)
    #expect(normalizer.statistics.count[1] == 1e-4 && normalizer.statistics.count[3] == 1e-4)
    #expect(normalizer.statistics.count[4] == 1e-4, "the second slot was never filled")
    normalizer.observe([5, 0, 0, 1, 7])
    #expect(abs(normalizer.statistics.mean[2] - 20) < 2e-3, "a padded row must not pull its mean to 0")
    #expect(abs(normalizer.statistics.mean[4] - 7) < 1e-3)

    var row: [Float] = [5, 1, 30, 0, 0]
    normalizer.normalize(&row)
    #expect(row[1] == 1 && row[3] == 0 && row[4] == 0)
    #expect(abs(row[2] - 1) < 1e-3)
  }

  @Test("A dimension that never varies becomes 0, not NaN")
  func constant() {
    var normalizer = ObservationNormalizer(space: ObservationSpace(width: 1))
    for _ in 0..<1000 { normalizer.observe([0, 0, 0, 0]) }
    var values: [Float] = [0]
    normalizer.normalize(&values)
    #expect(values == [0])
  }

  @Test("Stored and read again it normalises to the same bits")
  func codable() throws {
    var normalizer = ObservationNormalizer(space: ObservationSpace(width: 2), limit: 5)
    normalizer.observe([0.1, 0.2, 0.3, 0.7])
    let copy = try JSONDecoder().decode(ObservationNormalizer.self, from: JSONEncoder().encode(normalizer))
    #expect(copy == normalizer)
    var (first, second): ([Float], [Float]) = ([0.123, 0.456], [0.123, 0.456])
    normalizer.normalize(&first)
    copy.normalize(&second)
    #expect(first == second)
  }
}

@Suite("ReturnNormalizer")
struct ReturnNormalizerTests {
  @Test("Rewards are divided by the deviation of the discounted return, whose mean is left alone")
  func byHand() {
    // γ = ½, two environments. Step 1: returns {2, 4}; step 2: {2/2 + 2, 4/2 + 4} = {3, 6}.
    var normalizer = ReturnNormalizer(environments: 2, discount: 0.5)
    var statistics = RunningStatistics(dimensions: 1)
    var rewards: [Float] = [2, 4]
    normalizer.normalize(&rewards, ends: [nil, nil])
    statistics.add(mean: 3, variance: 1, count: 2, at: 0)
    #expect(normalizer.statistics == statistics)
    rewards = [2, 4]
    normalizer.normalize(&rewards, ends: [nil, nil])
    statistics.add(mean: 4.5, variance: 2.25, count: 2, at: 0)
    #expect(normalizer.statistics == statistics)
    let scale = 1 / (statistics.variance[0] + 1e-8).squareRoot()
    #expect(rewards == [Float(2 * scale), Float(4 * scale)])
  }

  @Test("A constant reward keeps its scale: its return varies although the reward does not")
  func discountedReturn() {
    var normalizer = ReturnNormalizer(environments: 1, discount: 0.9)
    var last: Float = 0
    for _ in 0..<2000 {
      var rewards: [Float] = [1]
      normalizer.normalize(&rewards, ends: [nil])
      last = rewards[0]
    }
    // The deviation of the raw reward is 0, which would scale to the limit; the return's is about 0.5 by now.
    #expect(last > 0.5 && last < 5)
  }

  @Test("Either kind of end starts a new return")
  func ends() {
    for end in [EpisodeEnd.terminated, .truncated] {
      var normalizer = ReturnNormalizer(environments: 1, discount: 1)
      var statistics = RunningStatistics(dimensions: 1)
      var rewards: [Float] = [5]
      normalizer.normalize(&rewards, ends: [end])
      rewards = [3]
      normalizer.normalize(&rewards, ends: [nil])
      statistics.add(mean: 5, variance: 0, count: 1, at: 0)
      statistics.add(mean: 3, variance: 0, count: 1, at: 0)
      #expect(normalizer.statistics == statistics)
    }
  }

  @Test("Results are cut off at ±10")
  func limit() {
    var normalizer = ReturnNormalizer(environments: 2, discount: 0)
    for _ in 0..<100 {
      var rewards: [Float] = [0, 0]
      normalizer.normalize(&rewards, ends: [nil, nil])
    }
    var rewards: [Float] = [1, -1]
    for _ in 0..<1 { normalizer.normalize(&rewards, ends: [nil, nil]) }
    #expect(rewards == [10, -10])
  }

  @Test("Stored and read again it goes on with the same running returns")
  func codable() throws {
    var normalizer = ReturnNormalizer(environments: 2, discount: 0.5)
    var rewards: [Float] = [0.1, 0.7]
    normalizer.normalize(&rewards, ends: [nil, .terminated])
    var copy = try JSONDecoder().decode(ReturnNormalizer.self, from: JSONEncoder().encode(normalizer))
    #expect(copy == normalizer)
    var (first, second): ([Float], [Float]) = ([1, 2], [1, 2])
    normalizer.normalize(&first, ends: [nil, nil])
    copy.normalize(&second, ends: [nil, nil])
    #expect(first == second)
  }
}
