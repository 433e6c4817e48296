import RLCore
import Randomness

/// Runs whole episodes with an agent that does not learn from them.
///
/// - Parameters:
///   - agent: Acts; its statistics stay as they are.
///   - environments: As many episodes run at once as there are environments; give it environments and streams of
///     its own, so that evaluating does not disturb training.
///   - episodes: How many episodes to finish.
///   - mode: `.exploit` takes what the agent holds best.
///   - random: Draws where `mode` explores.
/// - Returns: The episodes in the order in which they ended.
public func evaluate<A: Agent, E: Environment>(
  _ agent: A, in environments: VectorEnvironment<E>, episodes: Int, mode: ActingMode = .exploit,
  random: RandomStream
) -> [EpisodeSummary] where A.ActionType == E.ActionType {
  var random = random
  var tracker = EpisodeTracker(environments: environments.count)
  var observations = environments.reset()
  var finished: [EpisodeSummary] = []
  while finished.count < episodes {
    let actions = agent.act(on: observations, mode: mode, using: &random)
    let transitions = environments.step(actions, observing: &observations)
    finished.append(contentsOf: tracker.add(transitions.rewards, transitions.ends))
  }
  return Array(finished.prefix(episodes))
}
