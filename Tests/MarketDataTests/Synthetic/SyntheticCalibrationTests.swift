import Foundation
import MarketData
import Testing

/// What the synthetic market is held to: a statistic of the real data and how far the generator may be from it.
///
/// Targets are printed by `python3 Scripts/calibrate_synthetic.py MARKET_FOLDER`.
private struct CalibrationTarget {
  var name: String
  var real: Double
  /// Largest absolute difference that is accepted.
  var tolerance: Double

  static let all = [
    CalibrationTarget(name: "hourly return volatility %", real: 1.0802, tolerance: 0.15),
    CalibrationTarget(name: "excess kurtosis", real: 8.9807, tolerance: 4),
    CalibrationTarget(name: "autocorrelation |return| 1 h", real: 0.21612, tolerance: 0.08),
    CalibrationTarget(name: "autocorrelation |return| 24 h", real: 0.11828, tolerance: 0.05),
    CalibrationTarget(name: "median range / median |return|", real: 2.3493, tolerance: 0.2),
    CalibrationTarget(name: "std log10 quote volume", real: 0.43596, tolerance: 0.06),
    CalibrationTarget(name: "autocorrelation log volume 1 h", real: 0.73221, tolerance: 0.08),
    CalibrationTarget(name: "correlation log volume, log range", real: 0.73855, tolerance: 0.08),
    CalibrationTarget(name: "log10 hourly quote volume, binance", real: 6.7337, tolerance: 0.2),
    CalibrationTarget(name: "log10 hourly quote volume, bybit", real: 7.127, tolerance: 0.2),
    CalibrationTarget(name: "log10 hourly quote volume, hyperliquid", real: 5.081, tolerance: 0.2),
    CalibrationTarget(name: "zero-volume hours %, hyperliquid", real: 0.82, tolerance: 0.2),
    CalibrationTarget(name: "cross-symbol correlation", real: 0.68107, tolerance: 0.06),
    CalibrationTarget(name: "cross-venue correlation of returns", real: 0.99751, tolerance: 0.001),
    CalibrationTarget(name: "basis deviation bp", real: 7.0344, tolerance: 0.8),
    CalibrationTarget(name: "basis half-life h", real: 0.87971, tolerance: 0.2),
    CalibrationTarget(name: "sign flips of the gap, share of hours", real: 0.12975, tolerance: 0.03),
    CalibrationTarget(name: "autocorrelation of the gap 24 h", real: 0.24383, tolerance: 0.08),
    CalibrationTarget(name: "threshold rule: entries a pair-week", real: 1.8394, tolerance: 0.8),
    CalibrationTarget(name: "threshold rule: funding bp an entry", real: 3.8093, tolerance: 2),
    CalibrationTarget(name: "|funding gap| APR %, median", real: 6.2667, tolerance: 1.2),
    CalibrationTarget(name: "|funding gap| APR %, 90th percentile", real: 28.552, tolerance: 5),
    CalibrationTarget(name: "|funding gap| APR %, 99th percentile", real: 79.829, tolerance: 20),
    CalibrationTarget(name: "|funding gap| APR %, median, binance-bybit", real: 3.8796, tolerance: 2),
    CalibrationTarget(name: "|funding gap| APR %, median, binance-hyperliquid", real: 7.0606, tolerance: 2),
    CalibrationTarget(name: "|funding gap| APR %, median, bybit-hyperliquid", real: 6.6659, tolerance: 2),
    CalibrationTarget(name: "|funding gap| APR %, 90th percentile, binance-bybit", real: 11.96, tolerance: 8),
    CalibrationTarget(name: "|funding gap| APR %, 90th percentile, binance-hyperliquid", real: 31.084, tolerance: 10),
    CalibrationTarget(name: "|funding gap| APR %, 90th percentile, bybit-hyperliquid", real: 32.004, tolerance: 10),
    CalibrationTarget(name: "funding mean APR %, binance", real: 4.1554, tolerance: 2),
    CalibrationTarget(name: "funding mean APR %, bybit", real: 7.4342, tolerance: 2.5),
    CalibrationTarget(name: "funding mean APR %, hyperliquid", real: 11.916, tolerance: 3),
    CalibrationTarget(name: "funding std APR %, binance", real: 10.443, tolerance: 3),
    CalibrationTarget(name: "funding std APR %, bybit", real: 14.243, tolerance: 4),
    CalibrationTarget(name: "funding std APR %, hyperliquid", real: 25.112, tolerance: 5),
    CalibrationTarget(name: "funding autocorrelation 1 settlement, binance", real: 0.58326, tolerance: 0.12),
    CalibrationTarget(name: "funding autocorrelation 1 settlement, bybit", real: 0.65886, tolerance: 0.15),
    CalibrationTarget(name: "funding autocorrelation 1 settlement, hyperliquid", real: 0.8929, tolerance: 0.05),
    CalibrationTarget(name: "funding autocorrelation 24 h, binance", real: 0.33965, tolerance: 0.12),
    CalibrationTarget(name: "funding autocorrelation 24 h, bybit", real: 0.51639, tolerance: 0.12),
    CalibrationTarget(name: "funding autocorrelation 24 h, hyperliquid", real: 0.53783, tolerance: 0.12),
    CalibrationTarget(name: "funding sign flips, binance", real: 0.22308, tolerance: 0.08),
    CalibrationTarget(name: "funding sign flips, bybit", real: 0.18661, tolerance: 0.08),
    CalibrationTarget(name: "funding sign flips, hyperliquid", real: 0.072313, tolerance: 0.03),
    CalibrationTarget(name: "funding negative share, binance", real: 0.25228, tolerance: 0.08),
    CalibrationTarget(name: "funding negative share, bybit", real: 0.16717, tolerance: 0.1),
    CalibrationTarget(name: "funding negative share, hyperliquid", real: 0.16257, tolerance: 0.08),
    CalibrationTarget(name: "funding share at the base rate, binance", real: 0.43295, tolerance: 0.12),
    CalibrationTarget(name: "funding share at the base rate, bybit", real: 0.36575, tolerance: 0.12),
    CalibrationTarget(name: "funding share at the base rate, hyperliquid", real: 0.56525, tolerance: 0.12),
  ]
}

/// The figures of whole histories take a release build.
#if !DEBUG
  @Suite("Calibration of the synthetic market")
  struct SyntheticCalibrationTests {
    @Test("The default market meets every target within its tolerance; prints the table of the documentation")
    func calibrated() throws {
      var histories: [MarketStatistics] = []
      for seed in UInt64(1)...5 {
        histories.append(MarketStatistics(try SyntheticMarket().generate(seed: seed)))
      }
      print("| Statistic | Real | Synthetic, mean of seeds 1–5 | Range over the seeds | Accepted |")
      print("|---|---|---|---|---|")
      for target in CalibrationTarget.all {
        let values = try histories.map { try #require($0[target.name]) }
        let value = mean(values)
        func text(_ number: Double) -> String { String(format: "%.4g", number) }
        let range = "\(text(values.min() ?? value)) to \(text(values.max() ?? value))"
        print(
          "| \(target.name.replacingOccurrences(of: "|", with: "\\|")) | \(text(target.real)) | \(text(value)) | "
            + "\(range) | ± \(text(target.tolerance)) |")
        #expect(abs(value - target.real) <= target.tolerance, "\(target.name) was \(value), real \(target.real)")
      }
    }

    @Test("The committed targets are those of the real data", .enabled(if: RealMarket.folder != nil))
    func targetsAreReal() throws {
      let statistics = MarketStatistics(try MarketDataset.load(from: #require(RealMarket.folder)).dataset)
      for target in CalibrationTarget.all {
        let value = try #require(statistics[target.name])
        #expect(abs(value - target.real) <= 0.01 * abs(target.real), "\(target.name) was \(value)")
      }
    }
  }
#endif
