import Tensors
import Testing

@testable import Agents

/// What `td3.json` and `ddpg.json` expect of one gradient step.
struct DeterministicFixture: Decodable {
  struct Expected: Decodable {
    let targetActions: [Float]
    let nextValues: [Float]
    let targets: [Float]
    let predictions: [Float]
    let criticLoss: Double
    let actions: [Float]
    let actionValues: [Float]
    let actorLoss: Double
    let gradients: ContinuousFixture.Block
    let parametersAfterStep: ContinuousFixture.Block
    let targetParametersAfterPolyak: ContinuousFixture.Block
  }

  let expected: Expected
}

extension ContinuousFixture {
  /// Compares what the critics say before the step.
  func compareValues(of agent: some ReplayingAgent, with expected: DeterministicFixture.Expected) throws {
    let taken = criticInput(batch.observations, batch.actions)
    let following = criticInput(batch.nextObservations, expected.targetActions)
    let critics = agent.critics
    try expectClose(
      critics.values(of: taken, rows: rows, under: critics.parameters), expected.predictions, "predictions")
    try expectClose(
      critics.values(of: following, rows: rows, under: critics.targets), expected.nextValues, "next values")
  }

  /// Compares what a step did to the critics.
  func compareCritics(of agent: some ReplayingAgent, with expected: DeterministicFixture.Expected) throws {
    let critics = agent.critics
    try expectClose(agent.targets.array, expected.targets, "targets")
    try Self.expectBlocks(critics.learner.gradients, expected.gradients, in: critics.layout, "gradient")
    try Self.expectParameters(
      critics.parameters, expected.parametersAfterStep, in: critics.layout, "parameter of the critics")
    // The policy is improved by the first critic after its step.
    let chosen = criticInput(batch.observations, expected.actions)
    let values = critics.values(of: chosen, rows: rows, under: critics.parameters)
    let first = stride(from: 0, to: values.count, by: critics.networks.count).map { values[$0] }
    try expectClose(first, expected.actionValues, "values of the policy's actions")
  }

  /// Compares what a step did to the policy and to all targets.
  func comparePolicy(of agent: some ReplayingAgent, with expected: DeterministicFixture.Expected) throws {
    let actor = agent.policyActor
    try Self.expectBlocks(actor.gradients, expected.gradients, in: actor.layout, "gradient")
    try Self.expectParameters(
      actor.parameters, expected.parametersAfterStep, in: actor.layout, "parameter of the policy")
    try Self.expectParameters(
      agent.policyTargets, expected.targetParametersAfterPolyak, in: actor.layout, "target of the policy")
    try Self.expectParameters(
      agent.critics.targets, expected.targetParametersAfterPolyak, in: agent.critics.layout, "target of the critics")
  }
}
