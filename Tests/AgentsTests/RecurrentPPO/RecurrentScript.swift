import Networks
import RLCore
import Randomness
import Tensors

@testable import Agents

/// A task of thirteen steps in two episodes of unequal length, with masks, and agents for it.
struct RecurrentScript {
  typealias Script = ScriptedEnvironment<DiscreteAction>

  /// The first episode is cut off, the second one ends; observations and rewards are drawn once.
  static let steps: [Script.Step] = {
    var random = RandomStream(seed: 12)
    return (0..<13).map { step in
      let mask = (0..<4).map { (choice: Int) -> Bool in choice == step % 4 || choice % 2 == 0 }
      let end: EpisodeEnd? = step == 6 ? .truncated : step == 12 ? .terminated : nil
      return Script.Step(
        observation: (0..<3).map { _ in Float(random.normal()) }, reward: Float(random.normal()), end: end,
        final: (0..<3).map { _ in Float(random.normal()) }, mask: mask)
    }
  }()

  /// Environments that are at different places of the script, so that their episodes start at different steps.
  static func environments(count: Int = 3, random: UInt64 = 1) throws -> VectorEnvironment<Script> {
    try VectorEnvironment(
      (0..<count).map { index in
        let start = index * 4
        return Script(
          Array(steps[start...] + steps[..<start]), actionSpace: DiscreteAction.Domain(count: 4))
      }, random: RandomStream(seed: random))
  }

  static func network(_ cell: RecurrentCell = .lstm, sharesMemory: Bool = false) -> RecurrentBlueprint {
    RecurrentBlueprint(cell: cell, width: 6, layers: 2, sharesMemory: sharesMemory, policy: [8], value: [8])
  }

  static func agent(
    _ configuration: RecurrentPPOConfiguration, environments: VectorEnvironment<Script>, seed: UInt64 = 1
  ) throws -> RecurrentPPO<DiscreteAction> {
    try RecurrentPPO(configuration, for: environments, random: RandomStream(seed: seed))
  }
}

extension RecurrentPPO {
  /// All parameters, bit for bit.
  var parameterBits: [UInt32] { parameters.values.map(\.bitPattern) }

  /// Acts and records without learning until the rollout is full.
  func fillRollout<E: Environment>(
    in environments: VectorEnvironment<E>, from observations: inout ObservationBatch, using random: inout RandomStream
  ) throws where E.ActionType == ActionType {
    while !rollout.isFull {
      let actions = try act(on: observations, mode: .explore, using: &random)
      record(environments.step(actions, observing: &observations), next: observations)
    }
  }

  /// The value of some observations of one episode that starts with the first, one step at a time.
  func valueStepByStep(_ observations: [[Float]]) -> Float {
    var state = RecurrentState(rows: 1, width: network.valueMemory.stateWidth)
    var value: Float = 0
    for (step, observation) in observations.enumerated() {
      runner.tape.reset()
      let input = runner.tape.constant(observation, rows: 1, columns: observation.count)
      let pass = network.valueMemory(input, from: state, starts: [step == 0], on: runner.tape)
      state.advance(to: pass, after: 0..<1, on: runner.tape)
      value = runner.tape.values(of: network.value(pass.output, on: runner.tape))[0]
    }
    return value
  }
}
