import Accounting
import Foundation
import Persistence
import RLCore
import Randomness
import Testing
import Trading
import Training

@testable import Envs

/// Trading metrics of training, from the books of environments that reset themselves.
@Suite struct FundingArbitrageTrainingMetricsTests {
  /// Trades at random, within the masks.
  private final class RandomTrader: Agent {
    typealias ActionType = DiscreteAction

    func act(
      on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
    ) -> [DiscreteAction] {
      (0..<observations.count).map { row in
        let mask = Array(observations.masks[row * observations.maskWidth..<(row + 1) * observations.maskWidth])
        return RandomValid.choose(from: mask.span, using: &random)
      }
    }

    func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) {}
    func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? { nil }
    func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive { TensorArchive() }
    func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {}
  }

  private let random = RandomStream(seed: 4)

  private func environments(isRecording: Bool = true) throws -> VectorEnvironment<FundingArbitrageEnvironment> {
    let fixture = MarketFixture.random(
      symbols: ["A", "B", "C"], hours: 300, seed: 5, volatility: 0.02, basis: 0.006)
    var environment = try FundingArbitrageEnvironment(market: fixture.market(), configuration: .full)
    environment.isRecording = isRecording
    return try VectorEnvironment([environment, environment], random: random.split("environments"))
  }

  @Test func `the figures are those of Accounting over the latest episodes`() throws {
    let environments = try environments()
    let trading = TradingMetricsCallback(of: environments, episodes: 3)
    var books: [EpisodeBooks] = []
    let trainer = Trainer(
      RandomTrader(), in: environments, totalSteps: 500,
      callbacks: [
        trading,
        .onEpisode { episode, _ in
          let ended = try #require(environments.environments[episode.environment].finishedBooks)
          #expect(ended.equity.count == episode.length + 1, "the whole episode, not the one that has begun")
          books.append(ended)
        },
      ], random: random)
    try trainer.run()

    #expect(books.count == 6 && books.allSatisfy { !$0.trades.isEmpty })
    let latest = books.suffix(3)
    let returns = latest.flatMap { ReturnSeries(initialCash: $0.initialCash, equity: $0.equity).values }
    let trades = TradeStatistics(of: latest.flatMap(\.trades))
    let metrics = trading.metrics
    #expect(metrics.sharpe == ReturnSeries(values: returns).sharpe && metrics.sharpe != nil)
    #expect(
      metrics.maximumDrawdown
        == latest.map { DrawdownCurve(initialCash: $0.initialCash, equity: $0.equity).maximum }.max())
    #expect(metrics.winRate == trades.winRate && metrics.profitFactor == trades.profitFactor)
    #expect(metrics.trades == trades.count && trades.count > 10)
    #expect(metrics.meanNetProfit == latest.reduce(0) { $0 + $1.netProfit } / 3)
    for book in books {
      let cash = book.ledger.reduce(book.initialCash) { $0 + $1.amount }
      #expect(abs(cash - book.initialCash - book.netProfit) < 1e-6, "everything is closed at the end")
    }
    #expect(
      trading.figures.map(\.name) == [
        "trading/sharpe", "trading/maximumDrawdown", "trading/winRate", "trading/profitFactor", "trading/trades",
        "trading/meanNetProfit",
      ])
  }

  @Test func `a run that goes on from a checkpoint has the same figures`() throws {
    func trainer() throws -> (Trainer<VectorEnvironment<FundingArbitrageEnvironment>>, TradingMetricsCallback) {
      let environments = try environments()
      let trading = TradingMetricsCallback(of: environments)
      return (
        Trainer(RandomTrader(), in: environments, totalSteps: 500, callbacks: [trading], random: random), trading
      )
    }
    let (whole, first, second) = (try trainer(), try trainer(), try trainer())
    try whole.0.run()
    // In the middle of episodes, after some have ended.
    try first.0.run(until: 230)
    try second.0.restore(.training, from: try first.0.archive(.training))
    try second.0.run()
    #expect(second.1.metrics == whole.1.metrics && second.1.metrics.trades > 0)
    #expect(try second.0.archive(.training) == whole.0.archive(.training))
  }

  @Test func `environments without books are named`() throws {
    let environments = try environments(isRecording: false)
    let trainer = Trainer(
      RandomTrader(), in: environments, totalSteps: 500, callbacks: [TradingMetricsCallback(of: environments)],
      random: random)
    #expect(throws: MissingBooks.self) { try trainer.run() }
  }

  @Test func `a policy can be judged by its net profit`() throws {
    let agent = RandomTrader()
    let evaluation = EvaluationCallback(
      of: agent, every: 250, episodes: 2, random: random.split("judges"),
      score: { _, judges in judges.environments.compactMap { $0.finishedBooks?.netProfit }.reduce(0, +) },
      environments: { try environments() })
    try Trainer(agent, in: try environments(), totalSteps: 500, callbacks: [evaluation], random: random).run()
    let scores = evaluation.evaluations.map(\.score)
    #expect(scores.count == 2 && scores[0] != nil && scores[0] == scores[1], "the same seeds each time")
    #expect(scores[0] != 0)
  }
}
