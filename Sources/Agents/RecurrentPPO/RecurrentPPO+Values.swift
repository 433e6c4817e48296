import Networks
import RLCore
import Tensors

extension RecurrentPPO {
  /// Values of the whole rollout, then advantages and returns.
  ///
  /// The value remembers on its own: it is run over all steps here, from where it stood when the rollout began, and stands
  /// where the next one begins afterwards. A truncated episode bootstraps from its true final observation with what was
  /// remembered of that very episode.
  func estimateAdvantages() -> AdvantageEstimate {
    let environments = rollout.environments
    var values: [Float] = []
    var finalStates: [Float] = []
    for steps in memory.stretches {
      memory.keepValue(state: valueState, at: steps.lowerBound)
      let rows = steps.lowerBound * environments..<steps.upperBound * environments
      let pass = remember(
        rollout.observations(of: rows), from: valueState, starts: memory.starts[rows])
      values += runner.tape.values(of: network.value(pass.output, on: runner.tape))
      for row in rollout.truncatedRows where rows.contains(row) {
        var state = RecurrentState(rows: 1, width: valueState.width)
        state.advance(to: pass, after: row - rows.lowerBound..<row - rows.lowerBound + 1, on: runner.tape)
        finalStates += state.values
      }
      valueState.advance(to: pass, after: rows.count - environments..<rows.count, on: runner.tape)
    }
    var finals = RecurrentState(rows: rollout.truncatedRows.count, width: valueState.width)
    finals.values = finalStates
    return AdvantageEstimate(
      of: rollout, values: values, truncatedValues: self.values(of: rollout.finalObservations, after: finals),
      lastValues: self.values(of: rollout.lastObservations, after: valueState), discount: configuration.discount,
      lambda: configuration.lambda)
  }

  /// The value of one more observation of each episode.
  private func values(of observations: [Float], after state: RecurrentState) -> [Float] {
    guard state.rows > 0 else { return [] }
    let pass = remember(observations[...], from: state, starts: nil)
    return runner.tape.values(of: network.value(pass.output, on: runner.tape))
  }

  /// Runs the value's memory without recording.
  private func remember(
    _ observations: ArraySlice<Float>, from state: RecurrentState, starts: ArraySlice<Bool>?
  ) -> RecurrentPass {
    runner.tape.reset()
    let width = rollout.width
    let input = runner.tape.constant(rows: observations.count / width, columns: width) {
      _ = $0.update(fromContentsOf: observations)
    }
    return network.valueMemory(
      network.valueInput(input, on: runner.tape), from: state, starts: starts, on: runner.tape)
  }
}
