import RLCore
import Randomness
import Settings

/// Plays an environment with random valid actions and checks that it keeps its contract.
///
/// A broken environment rarely stops a training; it teaches something else. The check plays some episodes, plays them
/// again under other circumstances (in another environment, after other episodes, beside another environment, from other
/// seeds) and compares every bit. The rules are listed with ``EnvironmentReport/Rule``.
///
/// ```swift
/// let report = checkEnvironment { CartPole() }
/// #expect(report.isPassed, "\(report)")
/// ```
///
/// Preconditions of the environment stop the process, as they would in training.
///
/// - Parameters:
///   - make: Makes a new environment; called several times, the results must not share anything that changes.
///   - episodes: How many episodes are played, at least 1.
///   - seed: Names all random draws.
///   - maximumSteps: Where an episode is abandoned. One of them has to end before: an environment that never ends by
///     itself needs a time limit.
///   - isDeterministic: Declares that no seed changes anything.
///   - sample: Draws a valid action from the space and the current mask (all true where nothing is masked). Needed for
///     action spaces other than the library's discrete, multi-discrete and continuous ones only.
/// - Returns: Every rule that was broken, and how.
/// - Throws: What `make` throws.
/// - Complexity: About five times the steps of the episodes, plus 17 shortened ones.
public func checkEnvironment<E: Environment>(
  _ make: () throws -> E, episodes: Int = 3, seed: UInt64 = 1, maximumSteps: Int = 10_000,
  isDeterministic: Bool = false,
  sample: ((E.ActionType.Domain, [Bool], inout RandomStream) -> E.ActionType)? = nil
) rethrows -> EnvironmentReport {
  enforce(episodes > 0, "episodes must be positive, was \(episodes)")
  enforce(maximumSteps > 0, "maximumSteps must be positive, was \(maximumSteps)")
  let root = RandomStream(seed: seed)
  var check = EnvironmentCheck(example: try make(), sample: sample)
  let traces = check.play(try make(), episodes: episodes, maximumSteps: maximumSteps, from: root)
  check.replay(traces, in: try make())
  // An environment that does not repeat itself would break every comparison below as well.
  if !check.report.hasBroken(.reproducibility) && check.canDraw {
    check.replayAfterOthers(traces, fresh: try make(), abandoned: try make(), from: root)
    if let first = traces.first { check.replay(first, in: try make(), beside: try make(), from: root) }
    check.compareSeeds(
      environments: try (0..<EnvironmentCheck<E>.comparedSeeds).map { _ in try make() }, successive: try make(),
      maximumSteps: maximumSteps, isDeterministic: isDeterministic, from: root)
  }
  return check.report
}
