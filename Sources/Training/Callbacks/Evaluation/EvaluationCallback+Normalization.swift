import Foundation
import Persistence
import RLCore
import Randomness

extension EvaluationCallback {
  /// An evaluation over whole episodes of an agent that is trained in normalised environments.
  ///
  /// Each evaluation copies the statistics of training and leaves them as they are; rewards are those of the task. The
  /// statistics are in the archive of the best policy, as in that of every run which normalises.
  ///
  /// - Parameters:
  ///   - agent: The agent that is trained.
  ///   - training: Where it is trained.
  ///   - interval: Steps of all environments together from one evaluation to the next.
  ///   - episodes: How many episodes are played.
  ///   - bestPolicy: Where the policy with the best score goes; `nil` writes none.
  ///   - name: Tells it from other evaluations of the run.
  ///   - random: For agents that draw even when they exploit; every evaluation draws the same.
  ///   - score: Judges by the episodes and by the environments that they were played in; the default is the mean return.
  ///   - environments: Makes the environments of an evaluation, not normalised, from the same seeds each time.
  public convenience init<Base: Environments>(
    of agent: any Agent<Base.ActionType>, trainedIn training: NormalizedEnvironments<Base>, every interval: Int,
    episodes: Int, bestPolicy: URL? = nil, name: String = "evaluation", random: RandomStream,
    score: (([EpisodeSummary], Base) throws -> Double?)? = nil,
    environments: @escaping () throws -> Base
  ) {
    self.init(
      of: agent, every: interval, episodes: episodes, bestPolicy: bestPolicy, name: name, random: random,
      score: score.map { score in { try score($0, $1.base) } },
      environments: { try NormalizedEnvironments(try environments(), frozen: training.statistics) })
  }
}
