import Accounting
import Envs
import Population
import RLCore
import Trading
import Training

/// A policy that was judged on the validation window: one of those that the best was chosen from.
public struct Trial: Codable, Sendable, Equatable {
  /// Environment steps that it was trained for.
  public var steps: Int
  /// Net profit, USD.
  public var profit: Double
  /// Daily returns, by which it is asked whether choosing the best means anything.
  public var dailyReturns: [Double]
  /// Annualised Sharpe ratio of the daily returns; `nil` if they do not vary.
  public var sharpe: Double?

  /// Standard error of the profit, USD: that of the sum of its daily returns.
  ///
  /// - Parameter capital: Cash at the start, USD.
  /// - Returns: 0 for less than two days.
  public func standardError(capital: Double) -> Double {
    let count = Double(dailyReturns.count)
    guard count > 1 else { return 0 }
    let mean = dailyReturns.reduce(0, +) / count
    let variance = dailyReturns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return capital * (variance * count).squareRoot()
  }

  /// A member of a population as it was judged; one that could not be judged earned nothing.
  public init(_ stretch: PopulationHistory.Stretch) {
    steps = stretch.steps
    profit = stretch.fitness ?? 0
    sharpe = stretch.figures.first { $0.name == "Sharpe" }?.value
    dailyReturns = stretch.returns
  }

  /// What a policy made of the window.
  public init(steps: Int, _ recording: EpisodeRecording) {
    let series = ReturnSeries(initialCash: recording.initialCapital, equity: recording.equity)
    self.steps = steps
    profit = (recording.equity.last?.equity ?? recording.initialCapital) - recording.initialCapital
    let daily = series.compounded(over: 24)
    dailyReturns = daily.values
    sharpe = daily.sharpe
  }
}
