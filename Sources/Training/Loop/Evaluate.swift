import RLCore
import Randomness

/// Runs whole episodes with an agent that does not learn from them.
///
/// - Parameters:
///   - agent: Acts; its statistics stay as they are.
///   - environments: As many episodes run at once as there are environments; give it environments and streams of
///     its own, so that evaluating does not disturb training.
///   - episodes: How many episodes to finish. Every environment finishes its equal share, since counting whichever
///     end first would favour short episodes.
///   - random: For agents that draw even when they exploit.
/// - Returns: The episodes in the order in which they ended.
/// - Throws: What stepping the environments throws; nothing in this process.
public func evaluate<A: Agent, E: Environments>(
  _ agent: A, in environments: E, episodes: Int, random: RandomStream
) throws(E.Failure) -> [EpisodeSummary] where A.ActionType == E.ActionType {
  var random = random
  var tracker = EpisodeTracker(environments: environments.count)
  var observations = try environments.reset()
  var finished: [EpisodeSummary] = []
  var missing = (0..<environments.count).map { (episodes + environments.count - 1 - $0) / environments.count }
  while finished.count < episodes {
    let actions = agent.act(on: observations, mode: .exploit, using: &random)
    let transitions = try environments.step(actions, observing: &observations)
    for episode in tracker.add(transitions.rewards, transitions.ends) where missing[episode.environment] > 0 {
      missing[episode.environment] -= 1
      finished.append(episode)
    }
  }
  return finished
}
