import RLCore

/// What the value network makes of a rollout, one value for each row.
struct AdvantageEstimate {
  let advantages: [Float]
  let returns: [Float]
  let values: [Float]
}

extension AdvantageEstimate {
  /// Advantages and returns of a full rollout.
  ///
  /// - Parameters:
  ///   - rollout: Rewards and ends.
  ///   - values: Of every row.
  ///   - truncatedValues: Of the final observations, in the order of `rollout.truncatedRows`.
  ///   - lastValues: Of the observations after the last step.
  ///   - discount: γ.
  ///   - lambda: λ.
  init(
    of rollout: RolloutBuffer, values: [Float], truncatedValues: [Float], lastValues: [Float], discount: Float,
    lambda: Float
  ) {
    var finalValues = [Float](repeating: 0, count: rollout.rows)
    for (row, value) in zip(rollout.truncatedRows, truncatedValues) { finalValues[row] = value }
    var advantages = [Float](repeating: 0, count: rollout.rows)
    var returns = advantages
    generalizedAdvantages(
      rewards: rollout.rewards, values: values, ends: rollout.ends, finalValues: finalValues, lastValues: lastValues,
      discount: discount, lambda: lambda, advantages: &advantages, returns: &returns)
    self.advantages = advantages
    self.returns = returns
    self.values = values
  }

  /// The share of the variance of the returns that the values explained; `nil` if the returns do not vary.
  var explainedVariance: Double? { RLCore.explainedVariance(predictions: values, targets: returns) }
}
