import Networks
import RLCore
import Randomness
import Tensors
import Training

@testable import Agents

extension PPO {
  /// An agent for the spaces, masks and number of some environments.
  convenience init<E: Environment>(
    _ configuration: PPOConfiguration, network: any ActorCriticBlueprint = MLPBlueprint(hidden: [16]),
    for environments: VectorEnvironment<E>, seed: UInt64 = 1
  ) throws where E.ActionType == ActionType {
    try self.init(configuration, network: network, for: environments, random: RandomStream(seed: seed))
  }

  func values(of observations: [Float]) -> [Float] { actor.values(of: observations[...]) }

  /// All parameters, bit for bit.
  var parameterBits: [UInt32] { parameters.values.map(\.bitPattern) }

  /// Acts and records without learning until the rollout is full.
  func fillRollout<E: Environment>(
    in environments: VectorEnvironment<E>, seed: UInt64 = 1
  ) throws where E.ActionType == ActionType {
    var random = RandomStream(seed: seed)
    var observations = environments.reset()
    while !rollout.isFull {
      let actions = try act(on: observations, mode: .explore, using: &random)
      record(environments.step(actions, observing: &observations), next: observations)
    }
  }
}

/// Collects the report of every update.
final class ReportCollector: Callback {
  let events: TrainingEvents = .updates
  private(set) var reports: [UpdateReport] = []

  func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    reports.append(report)
    return .proceed
  }
}

/// Stops after so many updates.
final class UpdateLimit: Callback {
  let events: TrainingEvents = .updates
  private let limit: Int

  init(_ limit: Int) { self.limit = limit }

  func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    run.progress.updates == limit ? .stop(reason: "enough updates") : .proceed
  }
}

/// Trains for some steps and returns the reports of all updates.
@discardableResult
func learn<A: Agent, E: Environment>(
  _ agent: A, in environments: VectorEnvironment<E>, steps: Int, seed: UInt64 = 1, callbacks: [any Callback] = []
) throws -> [UpdateReport] where E.ActionType == A.ActionType {
  let collector = ReportCollector()
  var progress = TrainingProgress(totalSteps: steps)
  try train(
    agent, in: environments, progress: &progress, callbacks: [collector] + callbacks, random: RandomStream(seed: seed))
  return collector.reports
}
