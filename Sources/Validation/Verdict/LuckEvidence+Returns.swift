import Accounting
import Randomness

extension LuckEvidence {
  /// What the hourly returns of all tests say by themselves: deflated Sharpe ratio, Sharpe interval and p-value of the mean.
  ///
  /// The deflated Sharpe ratio takes returns as independent and is computed from days; interval and p-value come from the
  /// stationary bootstrap of the hours. What is undefined, for too few returns or none that vary, stays `nil`.
  ///
  /// - Parameters:
  ///   - netProfit: Net profit of all tests, USD.
  ///   - hourlyReturns: Returns of all tests in time order.
  ///   - trials: Every fitness evaluation that could have been selected; at least 1.
  ///   - variance: What is known of the variance of the trials' Sharpe ratios; a bar is a day here.
  ///   - bootstrap: Resamples, mean block length in hours, confidence; must be valid.
  ///   - random: Source of the bootstrap's draws.
  public init(
    netProfit: Double, hourlyReturns: ReturnSeries, trials: Int, variance: TrialVariance,
    bootstrap: BootstrapConfiguration = .init(), using random: inout RandomStream
  ) {
    self.init(netProfit: netProfit)
    deflatedSharpe = ReturnMoments(of: hourlyReturns.compounded(over: 24)).flatMap {
      DeflatedSharpe(of: $0, trials: trials, variance: variance)
    }
    let stationary = BlockBootstrap(bootstrap, scheme: .stationary)
    sharpeInterval = stationary.intervals(of: hourlyReturns, for: [\.sharpe], using: &random)[0]
    meanPValue = stationary.meanPValue(of: hourlyReturns, using: &random)
  }
}
