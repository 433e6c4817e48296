import Persistence
import RLCore
import Randomness

/// One training under way: an agent, its environments and all that it draws from.
final class TrainingSession<A: Action, E: Environments> where E.ActionType == A, E.Failure == Never {
  var agent: any Agent<A>
  let environments: E
  private(set) var progress: TrainingProgress
  private(set) var observations: ObservationBatch
  private var exploration: RandomStream
  private var learning: RandomStream

  init(_ agent: any Agent<A>, in environments: E, steps: Int, random: RandomStream) {
    self.agent = agent
    self.environments = environments
    progress = TrainingProgress(totalSteps: steps)
    observations = environments.reset()
    exploration = random.split("exploration")
    learning = random.split("learning")
  }

  /// One step of every environment.
  ///
  /// - Parameter look: Sees the observations and the actions they were answered with.
  /// - Returns: Whether there was an update.
  /// - Throws: What the agent refuses to act on or to learn from.
  func step(_ look: (ObservationBatch, [A]) -> Void = { _, _ in }) throws -> Bool {
    let actions = try agent.act(on: observations, mode: .explore, using: &exploration)
    look(observations, actions)
    guard actions.count == observations.count else { return false }
    let transitions = environments.step(actions, observing: &observations)
    agent.record(transitions, next: observations)
    progress.advance(by: environments.count)
    guard try agent.learn(progress: progress, using: &learning) != nil else { return false }
    progress.countUpdate()
    return true
  }

  /// What the policy draws now.
  func sample(using random: inout RandomStream) throws(PolicyError) -> [A] {
    try agent.act(on: observations, mode: .sample, using: &random)
  }

  /// What the policy does now, without drawing.
  func exploit(random: RandomStream) throws(PolicyError) -> [A] {
    var random = random
    return try agent.act(on: observations, mode: .exploit, using: &random)
  }
}
