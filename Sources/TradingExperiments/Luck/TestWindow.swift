import Agents
import Envs
import Randomness
import RLCore

/// Judges a policy on one window that had no part in choosing it: beside the baselines, and under every stress.
package struct TestWindow {
  package let market: PreparedMarket
  package let hours: Range<Int>
  package let task: FundingArbitrageConfiguration
  package let random: RandomStream
  /// What tables call the agent.
  package let name: String

  /// A window of a market.
  package init(
    market: PreparedMarket, hours: Range<Int>, task: FundingArbitrageConfiguration, agentName name: String,
    random: RandomStream
  ) {
    self.market = market
    self.hours = hours
    self.task = task
    self.name = name
    self.random = random
  }

  /// Plays the agent and the baselines as they are, then the agent under the other conditions.
  package func plays(of agent: any Policy<DiscreteAction>) throws -> [RecordedPlay] {
    let comparison = try Comparison(agent: agent, named: name, on: market, hours: hours, task: task, random: random)
    let unchanged = comparison.playthroughs.map {
      RecordedPlay($0, hindsightProfit: comparison.hindsightProfit)
    }
    let stressed = try StressCondition.all.filter { $0 != .unchanged }.map { condition in
      RecordedPlay(
        try Playthrough(
          name, agent: agent, on: condition.market(market, hours: hours, random: random), hours: hours,
          task: condition.task(task)),
        under: condition)
    }
    return unchanged + stressed
  }
}
