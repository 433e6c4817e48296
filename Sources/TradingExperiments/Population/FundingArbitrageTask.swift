import Accounting
import Agents
import Envs
import Persistence
import Population
import Randomness
import RLCore
import Settings
import Trading
import Training

/// Funding arbitrage as a task for a population: trained on episodes of the training hours, judged by the net profit of
/// one pass over the validation window.
package struct FundingArbitrageTask: PopulationTask {
  package let run: RunConfiguration
  package let market: PreparedMarket

  /// A task on a market.
  ///
  /// - Throws: `ConfigurationError` if the settings do not fit the market.
  package init(_ run: RunConfiguration, market: PreparedMarket) throws {
    try require(
      run.warmStart == .none, "warmStart", must: "be none for a population", found: run.warmStart.rawValue)
    self.run = run
    self.market = market
    settings = try run.agentConfiguration().json
    _ = try SingleRun.trainingEnvironment(run, market)
  }

  package var agent: AgentID { run.agent }

  package let settings: JSONValue

  package var registry: Registry { .standard }

  package func environments(random: RandomStream) throws -> VectorEnvironment<FundingArbitrageEnvironment> {
    let environment = try SingleRun.trainingEnvironment(run, market)
    return try VectorEnvironment(Array(repeating: environment, count: run.environments), random: random)
  }

  package func judge(_ agent: any Agent<DiscreteAction>, random: RandomStream) throws -> Judgement {
    let played = try Playthrough(
      "validation", agent: agent.evaluatedPolicy(), on: market, hours: market.windows.validation, task: run.task)
    let statistics = TradeStatistics(of: played.recording.trades)
    let trial = Trial(steps: 0, played.recording)
    return Judgement(
      fitness: trial.profit,
      figures: [
        .init("P&L%", 100 * trial.profit / run.capital), .init("WinRate%", statistics.winRate),
        .init("Trades", Double(statistics.count)), .init("Sharpe", trial.sharpe),
      ],
      returns: trial.dailyReturns)
  }

  package func policy(of agent: any Agent<DiscreteAction>) throws(ArchiveError) -> TensorArchive {
    var archive = try agent.archive(.policy)
    try archive.add(market, run)
    return archive
  }
}
