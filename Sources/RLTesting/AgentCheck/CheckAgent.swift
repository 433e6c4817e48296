import RLCore
import Randomness
import Settings

/// Trains agents of a recipe in small runs and checks that they keep their contract.
///
/// A broken agent rarely stops; it learns something else, or nothing, or the same seed brings another result next week.
/// The check runs the same training several times under other circumstances (another agent, evaluated in between,
/// saved and restored on the way, fed with bad numbers) and compares every bit. The rules are listed with
/// ``AgentReport/Rule``.
///
/// Training is stopped and handed to a new agent at three places: right after an update, before the first one, and between
/// two of them. At the latter two an agent holds experience that it has not learnt from yet, which its `.training` archive
/// has to hold too. Settings that update with every step leave the last place out, so choose some that do not.
///
/// ```swift
/// let report = checkAgent(MyRecipe.self, settings: small) { IdentityEnvironment(choices: 3) }
/// #expect(report.isPassed, "\(report)")
/// ```
///
/// - Parameters:
///   - recipe: Makes the agents.
///   - settings: Small enough that `steps` bring several updates.
///   - environments: How many run side by side.
///   - seed: Names all random draws.
///   - steps: Environment steps of each run, over all environments.
///   - draws: Whether the policy draws its actions; `false` for one that is deterministic by nature.
///   - learns: Steps after which the agent must earn more than before; `nil` leaves that out.
///   - makeEnvironment: Makes a new environment; the results must not share anything that changes.
/// - Returns: Every rule that was broken, and how.
/// - Complexity: About twelve times `steps`, and `learns`.
public func checkAgent<R: AgentRecipe, E: Environment>(
  _ recipe: R.Type, settings: R.Settings = R.defaults, environments: Int = 2, seed: UInt64 = 1, steps: Int = 512,
  draws: Bool = true, learns: Int? = nil, in makeEnvironment: @escaping () -> E
) -> AgentReport where R.ActionType == E.ActionType {
  enforce(environments > 0 && steps > 0, "there must be environments and steps, was \(environments) and \(steps)")
  var check = AgentCheck<R, E>(
    settings: settings, environments: environments, root: RandomStream(seed: seed), steps: steps,
    draws: draws, makeEnvironment: makeEnvironment)
  guard check.canMake() else { return check.report }
  check.checkSettings()
  guard let reference = check.train() else { return check.report }
  check.checkRepeatability(reference)
  check.checkCheckpoints(reference)
  check.checkBadNumbers()
  check.checkHugeRewards()
  if let learns { check.checkLearning(steps: learns) }
  return check.report
}
