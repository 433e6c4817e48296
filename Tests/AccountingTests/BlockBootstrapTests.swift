import Randomness
import Settings
import Testing

@testable import Accounting
import Statistics

@Suite("Block bootstrap")
struct BlockBootstrapTests {
  @Test("A resample consists of whole blocks that wrap around the end")
  func blocks() {
    let bootstrap = BlockBootstrap(BootstrapConfiguration(resamples: 1, blockLength: 4, confidence: 0.9))
    let values = (0..<10).map(Double.init)
    var random = RandomStream(seed: 3)
    for _ in 0..<50 {
      let resample = bootstrap.resample(values, using: &random)
      #expect(resample.count == 10)
      for index in 1..<10 where index % 4 != 0 {
        #expect(resample[index] == (resample[index - 1] + 1).truncatingRemainder(dividingBy: 10))
      }
    }
  }

  @Test("Equal streams give equal intervals, and the interval holds the estimate")
  func deterministic() throws {
    let series = autoregressive(count: 240, persistence: 0.5, mean: 0.2, seed: 1)
    let first = interval(of: series, blockLength: 24, seed: 7)
    #expect(first == interval(of: series, blockLength: 24, seed: 7))
    #expect(try #require(first).contains(try #require(series.sharpe)))
  }

  @Test("An interval is undefined for less than two blocks and where the ratio is undefined")
  func undefined() {
    #expect(interval(of: ReturnSeries(values: [0.1, -0.1, 0.2]), blockLength: 24, seed: 1) == nil)
    #expect(interval(of: ReturnSeries(values: [Double](repeating: 0, count: 100)), blockLength: 24, seed: 1) == nil)
  }

  @Test("On autocorrelated returns blocks of a day cover the true ratio nearly as often as stated, single hours do not")
  func coverage() {
    // AR(1) with persistence 0.6 and unit variance: the true hourly ratio is the mean, 0.1.
    let truth = 0.1 * 8760.0.squareRoot()
    var covered = (blocks: 0, hours: 0)
    let runs = 100
    for run in 0..<runs {
      let series = autoregressive(count: 400, persistence: 0.6, mean: 0.1, seed: UInt64(run))
      if interval(of: series, blockLength: 24, seed: 1)?.contains(truth) == true { covered.blocks += 1 }
      if interval(of: series, blockLength: 1, seed: 1)?.contains(truth) == true { covered.hours += 1 }
    }
    #expect(covered.blocks >= 84, "95 % intervals of day blocks covered \(covered.blocks) of \(runs)")
    #expect(covered.hours <= 78, "95 % intervals of single hours covered \(covered.hours) of \(runs)")
  }

  @Test("A configuration out of range names its field")
  func validation() {
    #expect(throws: ConfigurationError(field: "blockLength", must: "be at least 1", found: "0")) {
      try BootstrapConfiguration(resamples: 10, blockLength: 0, confidence: 0.9).validate()
    }
    #expect(throws: ConfigurationError.self) {
      try BootstrapConfiguration(resamples: 10, blockLength: 1, confidence: 1).validate()
    }
  }

  private func interval(of series: ReturnSeries, blockLength: Int, seed: UInt64) -> ConfidenceInterval? {
    var random = RandomStream(seed: seed)
    let configuration = BootstrapConfiguration(resamples: 120, blockLength: blockLength, confidence: 0.95)
    return BlockBootstrap(configuration).intervals(of: series, for: [\.sharpe], using: &random)[0]
  }

  private func autoregressive(count: Int, persistence: Double, mean: Double, seed: UInt64) -> ReturnSeries {
    var random = RandomStream(seed: seed)
    var state = random.normal()
    let innovation = (1 - persistence * persistence).squareRoot()
    return ReturnSeries(
      values: (0..<count).map { _ in
        state = persistence * state + innovation * random.normal()
        return mean + state
      })
  }
}
