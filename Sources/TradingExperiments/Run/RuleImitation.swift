import Agents
import Envs
import Randomness
import RLCore

/// Teaches a fresh policy to do what the better threshold rule does on the training hours.
package struct RuleImitation {
  /// Episodes of the rule.
  private static let episodes = 96

  /// The rule that is imitated.
  package let rule: ThresholdRule
  /// The share of its decisions that the policy holds best afterwards.
  package let agreement: Double

  /// Chooses the rule, plays it in episodes of training and teaches the agent.
  ///
  /// - Throws: Where the task does not fit the market, or numbers are no longer finite.
  package init(
    _ agent: PPO<DiscreteAction>, in environment: FundingArbitrageEnvironment, random: RandomStream
  ) throws {
    var best: (profit: Double, rule: ThresholdRule)?
    for signal in FundingSignal.allCases {
      let rule = try ThresholdRule.best(
        on: environment.market, configuration: environment.configuration, signal: signal, widens: true)
      let profit = try rule.profit(on: environment.market, environment.configuration)
      if profit > best?.profit ?? -.infinity { best = (profit, rule) }
    }
    guard let best else { preconditionFailure("Invariant: there are signals to choose a rule by") }
    var demonstrations = Demonstrations<DiscreteAction>(of: environment.actionSpace)
    var (environment, rule, stream) = (environment, best.rule, random.split("episodes"))
    for _ in 0..<Self.episodes {
      demonstrations.addEpisode(in: &environment, using: &stream) { environment, mask, random in
        rule.action(in: environment, mask: mask, using: &random)
      }
    }
    let report = try agent.imitate(demonstrations, BehaviourCloning(), random: random.split("cloning"))
    self.rule = best.rule
    agreement = report["agreement"] ?? 0
  }

  /// What was done, for reports.
  package var sentence: String {
    "The policy began by imitating the rule that enters above \(rule.enterAbove) % and leaves below "
      + "\(rule.exitBelow) % a year; it agreed with \((agreement * 1000).rounded() / 10) % of its decisions."
  }
}
