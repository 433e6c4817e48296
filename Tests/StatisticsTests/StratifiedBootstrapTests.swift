import Randomness
import Statistics
import Testing

@Suite struct StratifiedBootstrapTests {
  private static let cases: [(scores: [Double], mean: Double)] = [
    // Quarters of ten are rounded down to two: 3, 4, 5, 6, 7 and 14 stay.
    ([14, 7, 0, 1000, 3, -50, 5, 6, 4, 100], 6.5),
    ([1, 2, 4, 8], 3), ([8, 1, 2, 100, 4], 14.0 / 3), ([1, 2, 9], 4), ([7], 7),
  ]

  @Test(arguments: cases)
  func `the interquartile mean leaves out the lowest and the highest quarter`(scores: [Double], mean: Double) {
    #expect(abs(interquartileMean(scores) - mean) < 1e-12)
  }

  /// All 4⁴ resamples counted out by hand of a loop, against draws.
  @Test func `the bootstrap agrees with all resamples there are`() {
    let scores = [1.0, 2, 4, 8]
    let all = (0..<256).map { code in
      interquartileMean([scores[code & 3], scores[code >> 2 & 3], scores[code >> 4 & 3], scores[code >> 6]])
    }.sorted()
    var random = RandomStream(seed: 3)
    let interval = StratifiedBootstrap(resamples: 20_000, confidence: 0.8).interval(
      of: [scores], statistic: interquartileMean, using: &random)
    #expect(interval == all[Int(0.1 * 256)]...all[Int(0.9 * 256)])
    #expect(interval == 1.5...6)
  }

  @Test func `runs are drawn within their own task`() {
    var random = RandomStream(seed: 1)
    let mean = { (scores: [Double]) in scores.reduce(0, +) / Double(scores.count) }
    let interval = StratifiedBootstrap(resamples: 500).interval(
      of: [[0, 0, 0], [10, 10, 10]], statistic: mean, using: &random)
    #expect(interval == 5...5)
    let joined = StratifiedBootstrap(resamples: 500).interval(
      of: [[0, 0, 0, 10, 10, 10]], statistic: mean, using: &random)
    #expect(joined.lowerBound < 3 && joined.upperBound > 7)
  }
}
