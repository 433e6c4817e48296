import RLFramework

/// A policy that was judged on the validation window: one of those that the best was chosen from.
struct Trial: Codable, Sendable, Equatable {
  /// Environment steps that it was trained for.
  var steps: Int
  /// Net profit, USD.
  var profit: Double
  /// Daily returns, by which it is asked whether choosing the best means anything.
  var dailyReturns: [Double]
  /// Annualised Sharpe ratio of the daily returns; `nil` where they do not vary.
  var sharpe: Double?

  /// A member of a population as it was judged; one that could not be judged earned nothing.
  init(_ stretch: PopulationHistory.Stretch) {
    steps = stretch.steps
    profit = stretch.fitness ?? 0
    sharpe = stretch.figures.first { $0.name == "Sharpe" }?.value
    dailyReturns = stretch.returns
  }

  /// What a policy made of the window.
  init(steps: Int, _ recording: EpisodeRecording) {
    let series = ReturnSeries(initialCash: recording.initialCapital, equity: recording.equity)
    self.steps = steps
    profit = (recording.equity.last?.equity ?? recording.initialCapital) - recording.initialCapital
    let daily = series.compounded(over: 24)
    dailyReturns = daily.values
    sharpe = daily.sharpe
  }
}
