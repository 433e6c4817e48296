import Networks
import RLCore
import Randomness
import Tensors

/// Acts with a memory: what agents explore with, and what plays and tells by itself.
final class RecurrentRunner<ActionType: PolicyAction>: PolicyRunner {
  let model: RecurrentModel<ActionType>
  let tape: Tape<Float>
  /// What the policy remembers of the rows that it plays by itself, apart from those that it explores.
  private(set) var state: RecurrentState
  /// What the value remembers of the row that is inspected; `nil` if it has not seen the episode from its start.
  private var valueState: RecurrentState?

  init(_ model: RecurrentModel<ActionType>, over parameters: AlignedBuffer<Float>) {
    self.model = model
    tape = Tape(parameters: parameters)
    state = RecurrentState(rows: 0, width: model.network.policyMemory.stateWidth)
  }

  private var network: RecurrentActorCritic { model.network }

  /// Forgets all rows that it plays by itself.
  func forget() {
    state = makeState(rows: 0)
    valueState = nil
  }

  /// The memory of episodes that have not begun.
  func makeState(rows: Int) -> RecurrentState {
    RecurrentState(rows: rows, width: network.policyMemory.stateWidth)
  }

  func choose(
    for observations: ObservationBatch, mode: ActingMode, into actions: inout [ActionType],
    using random: inout RandomStream
  ) throws(PolicyError) {
    begin(rows: observations.count)
    valueState = nil
    actions = try decide(observations, by: model.distribution, mode: mode, state: &state, using: &random).actions
  }

  /// Acts with a memory that the caller keeps.
  ///
  /// - Parameters:
  ///   - observations: As the network sees them.
  ///   - distribution: That of the model, with noise that outlasts a step where it explores.
  ///   - mode: Draw, or take the most probable.
  ///   - state: Moved on by the step.
  ///   - random: The only source of draws.
  /// - Returns: Actions in every form that is needed.
  /// - Throws: `PolicyError` if the memory is of other rows.
  func decide(
    _ observations: ObservationBatch, by distribution: ActionType.Distribution, mode: ActingMode,
    state: inout RecurrentState, using random: inout RandomStream
  ) throws(PolicyError) -> PolicyDecision<ActionType> {
    guard state.rows == observations.count && state.width == network.policyMemory.stateWidth else {
      throw .misfit(
        field: "a memory", must: "have \(observations.count) rows of \(network.policyMemory.stateWidth)",
        found: "\(state.rows) of \(state.width)")
    }
    tape.reset()
    let input = tape.constant(observations.values, rows: observations.count, columns: observations.width)
    let pass = remember(input, starts: observations.isStart, state: &state)
    return distribution.decide(
      from: network.policy(pass.output, on: tape), masks: observations.masks, over: model.spaces.actions, mode: mode,
      on: tape, using: &random)
  }

  func inspect(_ observation: ObservationBatch) -> PolicyReport<ActionType> {
    begin(rows: 1)
    tape.reset()
    let input = tape.constant(observation.values, rows: 1, columns: observation.width)
    let isFirst = observation.isStart[0] || state.values.allSatisfy { $0 == 0 }
    let pass = remember(input, starts: observation.isStart, state: &state)
    var value: Variable?
    if network.sharesMemory {
      value = network.value(pass.output, on: tape)
    } else {
      if isFirst { valueState = RecurrentState(rows: 1, width: network.valueMemory.stateWidth) }
      if var remembered = valueState {
        let valuePass = network.valueMemory(
          network.valueInput(input, on: tape), from: remembered, starts: observation.isStart[...], on: tape)
        remembered.advance(to: valuePass, after: 0..<1, on: tape)
        valueState = remembered
        value = network.value(valuePass.output, on: tape)
      }
    }
    return model.distribution.report(
      from: network.policy(pass.output, on: tape), masks: observation.masks,
      value: value.map { tape.pointer(to: $0)[0] }, over: model.spaces.actions, on: tape)
  }

  /// Begins new episodes where there are other rows than before.
  private func begin(rows: Int) {
    guard state.rows != rows else { return }
    state = makeState(rows: rows)
    valueState = nil
  }

  private func remember(_ input: Variable, starts: [Bool], state: inout RecurrentState) -> RecurrentPass {
    let pass = network.policyMemory(
      network.policyInput(input, on: tape), from: state, starts: starts[...], on: tape)
    state.advance(to: pass, after: 0..<state.rows, on: tape)
    return pass
  }
}
