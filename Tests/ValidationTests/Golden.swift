import Foundation
import Testing

/// Numbers of an independent oracle (written by `Scripts/golden/validation.py`).
struct Golden: Decodable {
  struct Normal: Decodable {
    let probability: Double
    let quantile: Double
    let cumulative: Double
  }

  struct Published: Decodable {
    struct Deflated: Decodable {
      let annualisedSharpe: Double
      let periodsPerYear: Double
      let count: Int
      let trials: Int
      let annualisedVariance: Double
      let skewness: Double
      let kurtosis: Double
      let published: Double
      let probability: Double
    }

    struct TrackRecord: Decodable {
      let annualisedSharpe: Double
      let annualisedBenchmark: Double
      let periodsPerYear: Double
      let confidence: Double
      let publishedYears: Double
      let bars: Double
    }

    let deflated: [Deflated]
    let trackRecords: [TrackRecord]
  }

  struct Deflated: Decodable {
    struct Moments: Decodable {
      let count: Int
      let mean: Double
      let deviation: Double
      let skewness: Double
      let kurtosis: Double
    }

    let returns: [Double]
    let trialSharpes: [Double]
    let moments: Moments
    let sharpe: Double
    let variance: Double
    let probabilisticAboveZero: Double
    let expectedMaximum: Double
    let deflated: Double
    let unknownVarianceExpectedMaximum: Double
    let trackRecordAboveZero: Double?
  }

  struct Overfitting: Decodable {
    let blocks: Int
    let strategyReturns: [[Double]]
    let logits: [Double]
    let probability: Double
    let degradationSlope: Double
    let probabilityOfLoss: Double
  }

  struct Bootstrap: Decodable {
    let scheme: String
    let seed: UInt64
    let blockLength: Int
    let resamples: Int
    let confidence: Double
    let returns: [Double]
    let lower: Double
    let upper: Double
    let meanPValueSeed: UInt64
    let meanPValue: Double
  }

  struct AutomaticLength: Decodable {
    let returns: [Double]
    let stationary: Int
    let circular: Int
  }

  let normal: [Normal]
  let published: Published
  let deflated: [Deflated]
  let overfitting: [Overfitting]
  let bootstrap: [Bootstrap]
  let automaticLengths: [AutomaticLength]

  /// - Throws: Where the fixture is not there or does not read.
  static func load() throws -> Golden {
    let url = try #require(Bundle.module.resourceURL?.appending(path: "Fixtures/validation.json"))
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }
}

/// Whether two numbers agree to a share of the larger one, or to as much absolutely below 1.
func agree(_ first: Double, _ second: Double, to tolerance: Double = 1e-10) -> Bool {
  abs(first - second) <= tolerance * max(1, abs(first), abs(second))
}
