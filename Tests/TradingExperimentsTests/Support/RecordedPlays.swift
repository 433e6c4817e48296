import RLFramework
import TradingExperiments

extension RecordedPlay {
  /// A play of no trades that earns so much an hour.
  static func earning(
    _ profits: [Double], as name: String = "agent", role: NamedScorecard.Role = .agent,
    under condition: StressCondition = .unchanged, from hour: Int = 0
  ) throws -> RecordedPlay {
    var settings = SmallExperiment.settings
    settings.seed = 1
    let market = try PreparedMarket(settings)
    var play = RecordedPlay(
      try Playthrough(
        name, NoTrade(), on: market, hours: 0..<3, task: settings.task, random: RandomStream(seed: 1)),
      under: condition)
    play.role = role
    var equity = play.initialCapital
    play.equity = [play.equity[0]].map { point in
      var point = point
      point.timestamp = Int64(hour) * 3_600_000
      return point
    }
    for (index, profit) in profits.enumerated() {
      equity += profit
      var point = play.equity[0]
      point.timestamp = Int64(hour + index + 1) * 3_600_000
      (point.cash, point.equity) = (equity, equity)
      play.equity.append(point)
    }
    return play
  }
}
