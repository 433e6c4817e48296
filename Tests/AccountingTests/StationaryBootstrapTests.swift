import Randomness
import Testing

@testable import Accounting

@Suite("Stationary bootstrap")
struct StationaryBootstrapTests {
  private func bootstrap(blockLength: Int, resamples: Int = 200) -> BlockBootstrap {
    BlockBootstrap(
      BootstrapConfiguration(resamples: resamples, blockLength: blockLength, confidence: 0.9), scheme: .stationary)
  }

  @Test("Blocks go on with the next return, wrapping around the end, and break as often as their mean length says")
  func blocks() {
    let values = (0..<1000).map(Double.init)
    var random = RandomStream(seed: 3)
    var breaks = 0
    for _ in 0..<20 {
      let resample = bootstrap(blockLength: 8).resample(values, using: &random)
      #expect(resample.count == 1000)
      for index in 1..<1000
      where resample[index] != (resample[index - 1] + 1).truncatingRemainder(dividingBy: 1000) { breaks += 1 }
    }
    // 20 · 999 / 8 = 2498 on average, with a standard deviation of about 47.
    #expect(abs(breaks - 2498) < 200, "\(breaks) breaks")
  }

  @Test("Blocks of mean length 1 draw every return apart")
  func single() {
    var random = RandomStream(seed: 4)
    #expect((0..<100).allSatisfy { _ in random.geometric(mean: 1) == 1 })
  }

  @Test("The p-value of the mean is uniform without an edge, small with one, and never 0")
  func pValues() throws {
    var (rejected, found) = (0, 0)
    let runs = 200
    for run in 0..<runs {
      var random = RandomStream(seed: UInt64(run))
      let noise = (0..<100).map { _ in random.normal() }
      let edge = noise.map { $0 + 0.5 }
      let test = bootstrap(blockLength: 2, resamples: 99)
      let without = try #require(test.meanPValue(of: ReturnSeries(values: noise), using: &random))
      let with = try #require(test.meanPValue(of: ReturnSeries(values: edge), using: &random))
      #expect(without >= 0.01 && with >= 0.01)
      if without <= 0.1 { rejected += 1 }
      if with <= 0.1 { found += 1 }
    }
    #expect((8...36).contains(rejected), "noise passed the 10 % level \(rejected) times of \(runs)")
    #expect(found > 190, "an edge of half a standard deviation was found \(found) times of \(runs)")
  }

  @Test("Single hours find edges in autocorrelated noise that blocks do not")
  func autocorrelated() throws {
    var rejected = (blocks: 0, hours: 0)
    for run in 0..<120 {
      var random = RandomStream(seed: UInt64(run)).split("autocorrelated")
      var state = random.normal()
      let series = ReturnSeries(
        values: (0..<300).map { _ in
          state = 0.7 * state + 0.51.squareRoot() * random.normal()
          return state
        })
      let blocks = bootstrap(blockLength: 24, resamples: 99)
      let hours = bootstrap(blockLength: 1, resamples: 99)
      if try #require(blocks.meanPValue(of: series, using: &random)) <= 0.05 { rejected.blocks += 1 }
      if try #require(hours.meanPValue(of: series, using: &random)) <= 0.05 { rejected.hours += 1 }
    }
    #expect(rejected.blocks <= 16, "blocks: \(rejected.blocks) of 120 at the 5 % level")
    #expect(rejected.hours >= 20, "hours: \(rejected.hours) of 120 at the 5 % level")
  }

  @Test("Neither interval nor p-value is defined for less than two blocks; nothing earned is no edge")
  func undefined() {
    var random = RandomStream(seed: 1)
    let short = ReturnSeries(values: [0.1, 0.2, 0.3])
    #expect(bootstrap(blockLength: 2).meanPValue(of: short, using: &random) == nil)
    #expect(bootstrap(blockLength: 2).intervals(of: short, for: [\.sharpe], using: &random) == [nil])
    let idle = ReturnSeries(values: [Double](repeating: 0, count: 50))
    #expect(bootstrap(blockLength: 2).meanPValue(of: idle, using: &random) == 1)
  }

  @Test("An automatic block length is short for noise, long for persistence, and undefined where nothing varies")
  func automatic() throws {
    func length(_ persistence: Double) -> Int? {
      var random = RandomStream(seed: 9)
      var state = 0.0
      let values = (0..<2000).map { _ in
        state = persistence * state + random.normal()
        return state
      }
      return BlockBootstrap.automaticBlockLength(of: ReturnSeries(values: values), scheme: .stationary)
    }
    let noise = try #require(length(0))
    let persistent = try #require(length(0.9))
    // The optimum for persistence 0.9 is (2·0.9 / 0.19)^⅔ · 2000^⅓ = 56.
    #expect(noise <= 4)
    #expect((35...85).contains(persistent), "was \(persistent)")
    let idle = ReturnSeries(values: [Double](repeating: 0, count: 50))
    #expect(BlockBootstrap.automaticBlockLength(of: idle, scheme: .circular) == nil)
    #expect(BlockBootstrap.automaticBlockLength(of: ReturnSeries(values: [1, 2, 3]), scheme: .circular) == nil)
  }
}
