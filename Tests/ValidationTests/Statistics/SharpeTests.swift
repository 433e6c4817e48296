import Accounting
import Randomness
import Testing

@testable import Validation

@Suite("Probabilistic and deflated Sharpe ratio")
struct SharpeTests {
  private let moments = ReturnMoments(
    count: 500, mean: 0.05, deviation: 1, skewness: 0, kurtosis: 3, periodsPerYear: 8760)

  @Test("Moments of four returns by hand")
  func momentsByHand() throws {
    // Deviations −1, −1, −1, 3: squares 12, cubes 24, fourth powers 84.
    let moments = try #require(ReturnMoments(of: ReturnSeries(values: [0, 0, 0, 4])))
    #expect(moments.mean == 1)
    #expect(agree(moments.deviation, 2))
    #expect(agree(moments.skewness, 6 / (3 * 3.0.squareRoot())))
    #expect(agree(moments.kurtosis, 21.0 / 9))
    #expect(agree(moments.sharpe, 0.5))
    #expect(agree(moments.annualisedSharpe, 0.5 * 8760.0.squareRoot()))
  }

  @Test("Moments are undefined where nothing varies")
  func undefined() {
    #expect(ReturnMoments(of: ReturnSeries(values: [0.1])) == nil)
    #expect(ReturnMoments(of: ReturnSeries(values: [0, 0, 0, 0])) == nil)
  }

  @Test("More trials, more varied trials, negative skewness and fat tails all lower the deflated Sharpe ratio")
  func monotone() throws {
    func probability(_ trials: Int, _ variance: Double, _ moments: ReturnMoments) throws -> Double {
      try #require(DeflatedSharpe(of: moments, trials: trials, variance: .perBar(variance))).probability
    }
    let base = try probability(10, 0.0004, moments)
    #expect(try probability(100, 0.0004, moments) < base)
    #expect(try probability(10, 0.0009, moments) < base)
    var skewed = moments
    skewed.skewness = -3
    skewed.kurtosis = 12
    let normal = try #require(moments.probabilisticSharpe(above: 0))
    let fatTailed = try #require(skewed.probabilisticSharpe(above: 0))
    #expect(fatTailed < normal)
  }

  @Test("One trial is no selection: the deflated Sharpe ratio is the probabilistic one against 0")
  func oneTrial() throws {
    let deflated = try #require(DeflatedSharpe(of: moments, trials: 1, variance: .unknown(barsOfTrial: 500)))
    #expect(deflated.expectedMaximum == 0)
    #expect(deflated.probability == moments.probabilisticSharpe(above: 0))
  }

  @Test("The expected maximum is what the best of simulated trials shows on average")
  func expectedMaximum() {
    var random = RandomStream(seed: 5)
    for trials in [10, 100] {
      var sum = 0.0
      for _ in 0..<1000 {
        var best = -Double.infinity
        for _ in 0..<trials { best = max(best, 0.2 * random.normal()) }
        sum += best
      }
      let expected = DeflatedSharpe.expectedMaximum(trials: trials, variance: 0.04)
      #expect(abs(sum / 1000 - expected) < 0.03 * expected)
    }
  }

  @Test("A variance that cannot be had gives no deflated Sharpe ratio instead of a guess")
  func unusableVariance() {
    for variance: TrialVariance in [
      .measured(annualisedSharpes: []), .measured(annualisedSharpes: [0.1]), .perBar(-1), .perBar(.nan),
      .unknown(barsOfTrial: 1),
    ] {
      #expect(DeflatedSharpe(of: moments, trials: 10, variance: variance) == nil)
    }
  }

  @Test("Annualised and per-bar variances of the trials are the same thing in different units")
  func units() throws {
    let annualised = try #require(DeflatedSharpe(of: moments, trials: 50, variance: .annualised(3)))
    let perBar = try #require(DeflatedSharpe(of: moments, trials: 50, variance: .perBar(3 / 8760)))
    #expect(agree(annualised.probability, perBar.probability))
    #expect(
      agree(annualised.annualisedExpectedMaximum, DeflatedSharpe.expectedMaximum(trials: 50, variance: 3), to: 1e-9))
  }

  @Test("A record of the minimum length has exactly the confidence that it was asked for")
  func trackRecord() throws {
    let bars = try #require(moments.minimumTrackRecord(above: 0.01, confidence: 0.9))
    var longer = moments
    longer.count = Int(bars.rounded())
    #expect(abs(try #require(longer.probabilisticSharpe(above: 0.01)) - 0.9) < 1e-3)
    #expect(moments.minimumTrackRecord(above: 0.05, confidence: 0.9) == nil, "no record shows what is not there")
  }

  @Test("A distribution over paths counts those below 0 of all paths, and says which have no Sharpe ratio")
  func paths() throws {
    let distribution = try #require(PathDistribution(sharpes: [3, nil, -1, 1, 2]))
    #expect(distribution.shareBelowZero == 0.2)
    #expect(distribution.undefined == 1)
    #expect(distribution.mean == 1.25)
    #expect(distribution.median == 1.5)
    #expect(agree(distribution.quantiles[0], -0.7))
    #expect(PathDistribution(sharpes: [nil, nil]) == nil)
    let series = PathDistribution(paths: [ReturnSeries(values: [0.01, -0.03]), ReturnSeries(values: [0, 0])])
    #expect(series?.shareBelowZero == 0.5)
  }
}
