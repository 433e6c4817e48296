import Foundation
import RLCore
import Randomness
import Testing

@Suite("RunningStatistics")
struct RunningStatisticsTests {
  @Test("Batches merge by Chan's formula, with the pseudo-count of Stable-Baselines3")
  func byHand() {
    // RunningMeanStd starts with mean 0, variance 1, count 1e-4. The batch {1, 3}: mean 2, variance 1, count 2.
    // total = 2.0001; mean = 2·2/2.0001; M2 = 1·1e-4 + 1·2 + 2²·1e-4·2/2.0001.
    var statistics = RunningStatistics(dimensions: 1)
    statistics.add(mean: 2, variance: 1, count: 2, at: 0)
    #expect(abs(statistics.mean[0] - 4 / 2.0001) < 1e-15)
    #expect(abs(statistics.variance[0] - (1e-4 + 2 + 4 * 1e-4 * 2 / 2.0001) / 2.0001) < 1e-15)
    #expect(abs(statistics.count[0] - 2.0001) < 1e-15)
  }

  @Test("Many batches give the mean and variance of all values, up to the pseudo-count")
  func merged() {
    var random = RandomStream(seed: 3)
    var statistics = RunningStatistics(dimensions: 2)
    var all: [Double] = []
    for batch in 1...40 {
      let values = (0..<batch).map { _ in 5 + 3 * random.normal() }
      all += values
      let mean = values.reduce(0, +) / Double(batch)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(batch)
      statistics.add(mean: mean, variance: variance, count: Double(batch), at: 1)
    }
    let mean = all.reduce(0, +) / Double(all.count)
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
    #expect(abs(statistics.mean[1] - mean) < 1e-5)
    #expect(abs(statistics.variance[1] - variance) < 1e-4)
    #expect(statistics.mean[0] == 0 && statistics.variance[0] == 1, "the other dimension has seen nothing")
  }

  @Test("An empty batch changes nothing")
  func empty() {
    var statistics = RunningStatistics(dimensions: 1)
    statistics.add(mean: .nan, variance: .nan, count: 0, at: 0)
    #expect(statistics == RunningStatistics(dimensions: 1))
  }

  @Test("Stored and read again it goes on bit for bit")
  func codable() throws {
    var statistics = RunningStatistics(dimensions: 2)
    statistics.add(mean: 1.0 / 3, variance: 0.1, count: 7, at: 0)
    var copy = try JSONDecoder().decode(RunningStatistics.self, from: JSONEncoder().encode(statistics))
    #expect(copy == statistics)
    statistics.add(mean: 0.7, variance: 0.3, count: 3, at: 0)
    copy.add(mean: 0.7, variance: 0.3, count: 3, at: 0)
    #expect(copy == statistics)
  }
}
