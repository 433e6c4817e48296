import Randomness
import Settings
import Testing
import Validation

@Suite("Probability of backtest overfitting")
struct BacktestOverfittingTests {
  private func noise(strategies: Int, bars: Int, seed: UInt64) -> [[Double]] {
    var random = RandomStream(seed: seed)
    return (0..<strategies).map { _ in (0..<bars).map { _ in 0.01 * random.normal() } }
  }

  @Test("Two strategies that swap their luck between halves are overfitted for certain, and lose")
  func byHand() throws {
    let up = [0.02, 0.01]
    let down = [-0.02, -0.01]
    let result = try BacktestOverfitting(of: [up + down, down + up], blocks: 2)
    // The better one in sample has rank 1 of 2 out of sample: ω = 1/3 and the logit is ln ½.
    #expect(result.logits.count == 2)
    for logit in result.logits { #expect(agree(logit, -0.693147180559945)) }
    #expect(result.probability == 1)
    #expect(result.probabilityOfLoss == 1)
  }

  @Test("Over many sets of noise it is a coin flip, and a strategy with an edge takes it to 0")
  func noiseAndEdge() throws {
    var sum = 0.0
    for seed in 0..<40 {
      sum += try BacktestOverfitting(of: noise(strategies: 10, bars: 80, seed: UInt64(seed)), blocks: 8).probability
    }
    #expect(abs(sum / 40 - 0.5) < 0.1, "the mean over 40 sets of noise was \(sum / 40)")
    var returns = noise(strategies: 10, bars: 400, seed: 1)
    returns[6] = returns[6].map { $0 + 0.008 }
    let result = try BacktestOverfitting(of: returns, blocks: 8)
    #expect(result.probability == 0)
    #expect(result.probabilityOfLoss == 0)
  }

  @Test("Copies of one strategy share the middle rank, which is not above the median")
  func copies() throws {
    let returns = noise(strategies: 1, bars: 40, seed: 3)[0]
    let result = try BacktestOverfitting(of: [returns, returns, returns], blocks: 4)
    #expect(result.logits.allSatisfy { abs($0) < 1e-12 })
    #expect(result.probability == 1)
  }

  @Test("A strategy that never trades counts as 0, neither best among winners nor undefined")
  func idle() throws {
    let idle = [Double](repeating: 0, count: 40)
    let winner = noise(strategies: 1, bars: 40, seed: 4)[0].map { $0 + 0.05 }
    let result = try BacktestOverfitting(of: [idle, winner], blocks: 4)
    #expect(result.probability == 0)
    #expect(result.logits.allSatisfy { $0.isFinite })
  }

  @Test("The oldest bars that fill no block are left out")
  func remainder() throws {
    let returns = noise(strategies: 4, bars: 43, seed: 6)
    let result = try BacktestOverfitting(of: returns, blocks: 4)
    #expect(result.barsLeftOut == 3)
    let cut = try BacktestOverfitting(of: returns.map { Array($0.dropFirst(3)) }, blocks: 4)
    #expect(result.logits == cut.logits)
  }

  @Test("What cannot be judged is refused with the field and what was found")
  func refusals() {
    let two = noise(strategies: 2, bars: 20, seed: 1)
    #expect(throws: ConfigurationError(field: "blocks", must: "be even and in 2…16", found: "5")) {
      try BacktestOverfitting(of: two, blocks: 5)
    }
    #expect(throws: ConfigurationError(field: "returns", must: "hold at least 2 strategies", found: "1")) {
      try BacktestOverfitting(of: [two[0]], blocks: 4)
    }
    #expect(
      throws: ConfigurationError(field: "returns", must: "hold 20 bars in every strategy", found: "1 in strategy 2")
    ) {
      try BacktestOverfitting(of: two + [[0.1]], blocks: 4)
    }
    #expect(throws: ConfigurationError(field: "returns", must: "be finite", found: "not so in strategy 2")) {
      try BacktestOverfitting(of: two + [[Double](repeating: .nan, count: 20)], blocks: 4)
    }
    #expect(
      throws: ConfigurationError(field: "blocks", must: "leave at least 2 bars in each of 16", found: "20 bars")
    ) {
      try BacktestOverfitting(of: two, blocks: 16)
    }
  }
}
