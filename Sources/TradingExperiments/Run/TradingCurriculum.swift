import Accounting
import Envs
import Randomness
import RLCore
import Settings
import Trading
import Training

/// The three stages of the multi-position plan: settings that are fixed, settings that are drawn, long episodes.
///
/// Each stage is judged on episodes of its own kind within the training hours, with the same draws every time: the
/// validation window is there to choose a policy, and every look at it counts.
package struct TradingCurriculum {
  package typealias Environments = VectorEnvironment<FundingArbitrageEnvironment>

  private let settings: RunConfiguration
  private let market: PreparedMarket
  private let judgedEpisodes = 20

  /// Stages for the task of some settings.
  ///
  /// - Throws: `ConfigurationError` if a stage does not fit the market.
  package init(_ settings: RunConfiguration, _ market: PreparedMarket) throws {
    self.settings = settings
    self.market = market
    for hours in [72, 120, 168] {
      _ = try environment(trading: .sampled(ranges), hours: hours)
    }
  }

  /// The stages; the first two take at most three tenths of the steps each.
  package var phases: [CurriculumPhase<Environments>] {
    let simple = TradingConfig(
      leverage: 1, utilization: 0.5, maximumPositions: min(2, settings.task.positionSlots))
    return [
      phase("fixed settings", .fixed(simple), hours: 72) { outcomes in
        CurriculumJudgement(score: outcomes.meanReturn, goal: 0.5, measure: "mean return, %")
      },
      phase("drawn settings", .sampled(ranges), hours: 120) { outcomes in
        CurriculumJudgement(score: outcomes.positiveShare, goal: 80, measure: "settings with a profit, %")
      },
      phase("long episodes", .sampled(ranges), hours: 168) { outcomes in
        CurriculumJudgement(score: outcomes.sharpe ?? 0, goal: 1.5, measure: "Sharpe ratio")
      },
    ]
  }

  /// What can be drawn in as many position slots as the task has.
  private var ranges: TradingConfigRanges {
    var ranges = TradingConfigRanges()
    ranges.maximumPositions = 1...settings.task.positionSlots
    return ranges
  }

  private func phase(
    _ name: String, _ trading: TradingConfigSource, hours: Int,
    judgement: @escaping (Outcomes) -> CurriculumJudgement
  ) -> CurriculumPhase<Environments> {
    CurriculumPhase(
      name, longest: max(1, settings.wholeSteps * 3 / 10), judgementInterval: settings.validationInterval,
      makeEnvironments: { random in
        let environment = try environment(trading: trading, hours: hours)
        return try VectorEnvironment(Array(repeating: environment, count: settings.environments), random: random)
      },
      judge: { policy, _ in
        judgement(try outcomes(of: policy, trading: trading, hours: hours))
      })
  }

  private func environment(trading: TradingConfigSource, hours: Int) throws -> FundingArbitrageEnvironment {
    var task = settings.task
    task.trading = trading
    task.window = .randomWindow(hours: hours)
    task.dataRanges = market.windows.train
    do {
      return try FundingArbitrageEnvironment(market: market.market, configuration: task)
    } catch {
      throw RunConfiguration.inOurTerms(error)
    }
  }

  /// What a policy came to in the episodes that a stage is judged by.
  private struct Outcomes {
    /// Net returns of the episodes, percent.
    package var returns: [Double] = []
    /// Hourly returns of all episodes, one behind the other.
    package var hourly: [Double] = []

    package var meanReturn: Double { returns.reduce(0, +) / Double(max(returns.count, 1)) }
    package var positiveShare: Double { 100 * Double(returns.count { $0 > 0 }) / Double(max(returns.count, 1)) }
    package var sharpe: Double? { ReturnSeries(values: hourly).sharpe }
  }

  private func outcomes(
    of policy: any Policy<DiscreteAction>, trading: TradingConfigSource, hours: Int
  ) throws -> Outcomes {
    var outcomes = Outcomes()
    var environment = try environment(trading: trading, hours: hours)
    environment.isRecording = true
    var random = RandomStream(seed: settings.seed).split("judgement")
    for _ in 0..<judgedEpisodes {
      environment.reset(using: &random)
      try Playthrough.play(policy, in: &environment)
      guard let recording = environment.recording else { continue }
      let series = ReturnSeries(initialCash: recording.initialCapital, equity: recording.equity)
      outcomes.hourly += series.values
      outcomes.returns.append(100 * (environment.equity / recording.initialCapital - 1))
    }
    return outcomes
  }
}
