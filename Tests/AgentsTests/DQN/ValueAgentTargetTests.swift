import Networks
import RLCore
import RLTesting
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Targets of DQN and QR-DQN by hand")
struct ValueAgentTargetTests {
  /// A network that is its last bias: whatever is seen, the values are these.
  private func setOutputs(_ values: [Float], _ parameters: AlignedBuffer<Float>, _ layout: ParameterLayout) {
    parameters.fill(0)
    guard let bias = layout.entries.last else { return }
    for (index, value) in values.enumerated() { parameters.pointer[bias.slice.offset + index] = value }
  }

  private func context(masksActions: Bool) -> AgentContext<DiscreteAction> {
    AgentContext(
      observationSpace: ObservationSpace(width: 2), actionSpace: DiscreteAction.Domain(count: 3),
      masksActions: masksActions, random: RandomStream(seed: 1))
  }

  private func fill(_ batch: ReplayBatch, masks: [UInt8]) {
    batch.rewards.take([1, 1, 1])
    batch.discounts.take([0.5, 0, 0.25])
    for (index, flag) in masks.enumerated() { batch.nextMasks[index] = flag }
  }

  /// The network values the choices 3, 2, 1, the older one 10, 20, 30.
  @Test("The best next choice is the older network's, doubled the network's own; a termination counts its reward only")
  func doubleTargets() throws {
    let cases: [(Bool, [Float])] = [(false, [16, 1, 8.5]), (true, [6, 1, 3.5])]
    for (double, wanted) in cases {
      let agent = try DQN(
        DQNConfiguration(batchSize: 3, double: double, network: LayersBlueprint(hidden: [])),
        in: context(masksActions: false))
      setOutputs([3, 2, 1], agent.parameters, agent.layout)
      setOutputs([10, 20, 30], agent.learner.targetParameters, agent.layout)
      fill(agent.learner.batch, masks: [])
      _ = agent.gradients()
      #expect(agent.targets.array == wanted)
    }
  }

  @Test("Masked choices are not the best next ones, for either network, and a termination may mask everything")
  func maskedTargets() throws {
    let cases: [(Bool, [Float])] = [(false, [11, 1, 8.5]), (true, [11, 1, 8.5])]
    for (double, wanted) in cases {
      let agent = try DQN(
        DQNConfiguration(batchSize: 3, double: double, network: LayersBlueprint(hidden: [])),
        in: context(masksActions: true))
      setOutputs([3, 2, 1], agent.parameters, agent.layout)
      setOutputs([10, 20, 30], agent.learner.targetParameters, agent.layout)
      fill(agent.learner.batch, masks: [0, 1, 0, 0, 0, 0, 0, 0, 1])
      _ = agent.gradients()
      #expect(agent.targets.array == wanted)
    }
  }

  @Test("Quantiles aim at those of the valid choice with the greatest mean")
  func quantiles() throws {
    let agent = try QRDQN(
      QRDQNConfiguration(batchSize: 3, quantiles: 2, network: LayersBlueprint(hidden: [])),
      in: context(masksActions: true))
    // Quantiles 0 of the three choices, then quantiles 1: means 6, 5, 4.
    setOutputs([0, 4, 3, 12, 6, 5], agent.learner.targetParameters, agent.layout)
    fill(agent.learner.batch, masks: [1, 1, 1, 0, 0, 0, 0, 1, 1])
    _ = agent.gradients()
    let wanted: [Float] = [1, 7, 1, 1, 2, 2.5]
    #expect(agent.targets.array == wanted)
  }

  @Test("A final observation that is no number does not spoil the target of a termination")
  func unusedFinalObservation() throws {
    let agent = try DQN(DQNConfiguration(batchSize: 3), in: context(masksActions: false))
    fill(agent.learner.batch, masks: [])
    agent.learner.batch.nextObservations.take([0, 0, .nan, .nan, 0, 0])
    #expect(agent.gradients().loss.isFinite && agent.targets.array[1] == 1)
  }

  @Test("The heads of a dueling network add up to the value plus what an advantage has over their mean")
  func dueling() throws {
    let agent = try DQN(
      DQNConfiguration(batchSize: 3, dueling: true, network: LayersBlueprint(hidden: [4])),
      in: context(masksActions: false))
    #expect(
      agent.layout.entries.map(\.name) == [
        "q.trunk.0.weight", "q.trunk.0.bias", "q.value.0.weight", "q.value.0.bias", "q.advantage.0.weight",
        "q.advantage.0.bias",
      ])
    setOutputs([3, 6, 0], agent.parameters, agent.layout)
    let value = try #require(agent.layout.entries.first { $0.name == "q.value.0.bias" })
    agent.parameters.pointer[value.slice.offset] = 10
    let values = agent.learner.runner.tape.values(of: agent.learner.runner.outputs(for: ObservationBatch([1, 1])))
    #expect(values == [10, 13, 7])
  }

  @Test("The older network moves every so many environment steps, and keeps time through a checkpoint")
  func targetInterval() throws {
    for count in [1, 2] {
      let environments = try VectorEnvironment(
        (0..<count).map { _ in IdentityEnvironment(choices: 3) }, random: RandomStream(seed: 1))
      var agent: any ValueAgent = try ValueAgentKind.dqn.make(for: environments, targetInterval: 50)
      var (progress, random) = (TrainingProgress(totalSteps: 400), RandomStream(seed: 1))
      var observations = environments.reset()
      var moved: [Int] = []
      for step in stride(from: count, through: 200, by: count) {
        let before = agent.learner.targetParameters.array
        try run(agent, in: environments, from: &observations, progress: &progress, using: &random)
        if agent.learner.targetParameters.array != before { moved.append(step) }
        if step == 120 {
          let archive = try agent.archive(.training)
          agent = try ValueAgentKind.dqn.make(for: environments, seed: 9, targetInterval: 50)
          try agent.restore(.training, from: archive)
        }
      }
      #expect(moved == [50, 100, 150, 200])
    }
  }

  private func run(
    _ agent: some ValueAgent, in environments: VectorEnvironment<IdentityEnvironment>,
    from observations: inout ObservationBatch, progress: inout TrainingProgress, using random: inout RandomStream
  ) throws {
    try agent.run(in: environments, from: &observations, steps: 1, progress: &progress, using: &random)
  }
}
