import RLCore
import Randomness
import Tensors
import Training

@testable import Agents

extension A2C {
  /// All parameters, bit for bit.
  var parameterBits: [UInt32] { parameters.values.map(\.bitPattern) }
}

/// Trains any agent for some steps and returns the reports of all updates.
@discardableResult
func learn<A: Agent, E: Environment>(
  _ agent: A, in environments: VectorEnvironment<E>, steps: Int, seed: UInt64 = 1
) throws -> [UpdateReport] where E.ActionType == A.ActionType {
  let collector = ReportCollector()
  var progress = TrainingProgress(totalSteps: steps)
  try train(agent, in: environments, progress: &progress, callbacks: [collector], random: RandomStream(seed: seed))
  return collector.reports
}

/// The reward a step of an agent that exploits, over episodes of 16 steps.
func meanReward<A: Agent, E: Environment>(
  _ agent: A, _ make: () -> E
) throws -> Double where E.ActionType == A.ActionType {
  let random = RandomStream(seed: 77)
  let judges = try VectorEnvironment((0..<4).map { _ in make() }, random: random)
  let episodes = try evaluatePolicy(agent, in: judges, episodes: 8, random: random).episodes
  return episodes.reduce(0) { $0 + $1.totalReward } / Double(8 * 16)
}
