import RLCore

/// What the values of a rollout make of it, one number for each row.
struct RolloutEstimate {
  /// How much better each action turned out than its state promised.
  var advantages: [Float]
  /// What the value of each state should have been.
  var returns: [Float]
  /// What it was at the time of acting.
  var values: [Float]

  /// Advantages and returns by generalised advantage estimation.
  ///
  /// - Parameters:
  ///   - rollout: A full one.
  ///   - values: Of its rows.
  ///   - truncatedValues: Of its final observations, in the order of `truncatedRows`.
  ///   - lastValues: Of the observations after its last step.
  ///   - discount: γ.
  ///   - lambda: λ.
  init(
    of rollout: RolloutBuffer, values: [Float], truncatedValues: [Float], lastValues: [Float], discount: Float,
    lambda: Float
  ) {
    var finalValues = [Float](repeating: 0, count: rollout.rows)
    for (row, value) in zip(rollout.truncatedRows, truncatedValues) { finalValues[row] = value }
    self.values = values
    advantages = [Float](repeating: 0, count: rollout.rows)
    returns = advantages
    generalizedAdvantages(
      rewards: rollout.rewards, values: values, ends: rollout.ends, finalValues: finalValues, lastValues: lastValues,
      discount: discount, lambda: lambda, advantages: &advantages, returns: &returns)
  }

  /// The share of the variance of the returns that the values explained; `nil` where the returns do not vary.
  var explainedVariance: Double? { RLCore.explainedVariance(predictions: values, targets: returns) }
}
