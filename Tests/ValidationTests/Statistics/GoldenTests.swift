import Accounting
import Randomness
import Statistics
import Testing
import Validation

@Suite("Golden values of the statistics of luck")
struct GoldenTests {
  @Test("The normal distribution and its quantiles agree with the oracle, far into both tails")
  func normal() throws {
    for value in try Golden.load().normal {
      #expect(agree(NormalDistribution.quantile(value.probability), value.quantile, to: 1e-9))
      #expect(agree(NormalDistribution.cumulative(value.quantile / 2), value.cumulative, to: 1e-13))
      let back = NormalDistribution.cumulative(NormalDistribution.quantile(value.probability))
      #expect(abs(back - value.probability) < 1e-12 * value.probability)
    }
  }

  @Test("The examples of Bailey and López de Prado 2014 come out as printed: 0.9004 with 100 trials, 0.9505 with 46")
  func publishedDeflated() throws {
    let examples = try Golden.load().published.deflated
    #expect(examples.map(\.trials) == [100, 46, 88])
    for example in examples {
      let moments = ReturnMoments(
        count: example.count, mean: example.annualisedSharpe / example.periodsPerYear.squareRoot(), deviation: 1,
        skewness: example.skewness, kurtosis: example.kurtosis, periodsPerYear: example.periodsPerYear)
      let deflated = try #require(
        DeflatedSharpe(of: moments, trials: example.trials, variance: .annualised(example.annualisedVariance)))
      #expect(abs(deflated.probability - example.published) < 5e-5)
      #expect(agree(deflated.probability, example.probability))
    }
  }

  @Test("The track records of Bailey and López de Prado 2012 come out as printed: 2.73, 2.83 and 3.24 years")
  func publishedTrackRecords() throws {
    let examples = try Golden.load().published.trackRecords
    #expect(examples.map(\.publishedYears) == [2.73, 2.83, 3.24])
    for example in examples {
      let root = example.periodsPerYear.squareRoot()
      let moments = ReturnMoments(
        count: 1000, mean: example.annualisedSharpe / root, deviation: 1, skewness: 0, kurtosis: 3,
        periodsPerYear: example.periodsPerYear)
      let bars = try #require(
        moments.minimumTrackRecord(above: example.annualisedBenchmark / root, confidence: example.confidence))
      #expect(agree(bars, example.bars))
      #expect(abs(bars / example.periodsPerYear - example.publishedYears) < 5e-3)
    }
  }

  @Test("Moments, probabilistic and deflated Sharpe ratios of fat-tailed returns agree with the oracle")
  func deflated() throws {
    for golden in try Golden.load().deflated {
      let moments = try #require(ReturnMoments(of: ReturnSeries(values: golden.returns)))
      #expect(moments.count == golden.moments.count)
      #expect(agree(moments.mean / golden.moments.mean, 1))
      #expect(agree(moments.deviation / golden.moments.deviation, 1))
      #expect(agree(moments.skewness, golden.moments.skewness))
      #expect(agree(moments.kurtosis, golden.moments.kurtosis))
      #expect(agree(moments.sharpe, golden.sharpe))
      #expect(agree(try #require(moments.probabilisticSharpe(above: 0)), golden.probabilisticAboveZero))

      let trials = golden.trialSharpes
      let annualised = trials.map { $0 * 8760.0.squareRoot() }
      let deflated = try #require(
        DeflatedSharpe(of: moments, trials: trials.count, variance: .measured(annualisedSharpes: annualised)))
      #expect(agree(deflated.trialVariance / golden.variance, 1))
      #expect(agree(deflated.expectedMaximum, golden.expectedMaximum))
      #expect(agree(deflated.probability, golden.deflated))
      let unknown = try #require(
        DeflatedSharpe(of: moments, trials: trials.count, variance: .unknown(barsOfTrial: golden.returns.count)))
      #expect(agree(unknown.expectedMaximum, golden.unknownVarianceExpectedMaximum))
      if let bars = golden.trackRecordAboveZero {
        #expect(agree(try #require(moments.minimumTrackRecord(above: 0, confidence: 0.95)), bars))
      }
    }
  }

  @Test("The probability of backtest overfitting agrees with the oracle, logit by logit")
  func overfitting() throws {
    for golden in try Golden.load().overfitting {
      let result = try BacktestOverfitting(of: golden.strategyReturns, blocks: golden.blocks)
      #expect(result.logits.count == golden.logits.count)
      for (found, expected) in zip(result.logits, golden.logits) { #expect(agree(found, expected)) }
      #expect(result.probability == golden.probability)
      #expect(result.probabilityOfLoss == golden.probabilityOfLoss)
      #expect(agree(try #require(result.degradationSlope), golden.degradationSlope))
    }
  }

  @Test("Bootstrap intervals and p-values agree with the oracle, which draws the same numbers by itself")
  func bootstrap() throws {
    for golden in try Golden.load().bootstrap {
      let bootstrap = BlockBootstrap(
        BootstrapConfiguration(
          resamples: golden.resamples, blockLength: golden.blockLength, confidence: golden.confidence),
        scheme: try #require(BlockBootstrap.Scheme(rawValue: golden.scheme)))
      let series = ReturnSeries(values: golden.returns)
      var random = RandomStream(seed: golden.seed)
      let interval = try #require(bootstrap.intervals(of: series, for: [\.sharpe], using: &random)[0])
      #expect(agree(interval.lower, golden.lower))
      #expect(agree(interval.upper, golden.upper))
      random = RandomStream(seed: golden.meanPValueSeed)
      #expect(agree(try #require(bootstrap.meanPValue(of: series, using: &random)), golden.meanPValue, to: 1e-14))
    }
  }

  @Test("Automatic block lengths agree with the oracle")
  func automaticLengths() throws {
    for golden in try Golden.load().automaticLengths {
      let series = ReturnSeries(values: golden.returns)
      #expect(BlockBootstrap.automaticBlockLength(of: series, scheme: .stationary) == golden.stationary)
      #expect(BlockBootstrap.automaticBlockLength(of: series, scheme: .circular) == golden.circular)
    }
  }
}
