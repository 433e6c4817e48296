import Settings

/// Advantages and returns of a rollout (Schulman et al., "High-Dimensional Continuous Control Using Generalized
/// Advantage Estimation", 2016), with the two kinds of end kept apart.
///
/// For each environment, from the last step t to the first:
///
///     δₜ = rₜ + γ·v' − vₜ        v' = vₜ₊₁ where the episode continues, the value of the true final observation
///                                where it was truncated, 0 if it terminated
///     Aₜ = δₜ + γ·λ·Aₜ₊₁         without the second term where an episode ended at t
///     Rₜ = Aₜ + vₜ
///
/// - Parameters:
///   - rewards: [steps × environments], row-major like all others.
///   - values: Value of the observation before each step, [steps × environments].
///   - ends: How the episode ended with each step, [steps × environments].
///   - finalValues: Value of the final observation; read only where `ends` says truncated, [steps × environments].
///   - lastValues: Value of the observation after the last step, [environments].
///   - discount: γ in 0...1.
///   - lambda: λ in 0...1.
///   - advantages: Receives A.
///   - returns: Receives R.
/// - Complexity: O(steps × environments).
public func generalizedAdvantages(
  rewards: [Float], values: [Float], ends: [EpisodeEnd?], finalValues: [Float], lastValues: [Float],
  discount: Float, lambda: Float, advantages: inout [Float], returns: inout [Float]
) {
  let environments = lastValues.count
  let steps = environments == 0 ? 0 : rewards.count / environments
  enforce(
    [values.count, ends.count, finalValues.count, advantages.count, returns.count].allSatisfy { $0 == rewards.count }
      && rewards.count == steps * environments,
    "columns must be \(steps) × \(environments), was \(rewards.count), \(values.count), \(ends.count)")
  for environment in 0..<environments {
    var next = lastValues[environment]
    var carried: Float = 0
    for index in stride(from: (steps - 1) * environments + environment, through: environment, by: -environments) {
      switch ends[index] {
      case nil: break
      case .terminated: (next, carried) = (0, 0)
      case .truncated: (next, carried) = (finalValues[index], 0)
      }
      let delta = rewards[index] + discount * next - values[index]
      carried = delta + discount * lambda * carried
      advantages[index] = carried
      returns[index] = carried + values[index]
      next = values[index]
    }
  }
}

/// The share of the variance of `targets` that `predictions` explain: 1 is perfect, 0 no better than the mean, less is
/// worse.
///
/// `nil` if the targets do not vary.
public func explainedVariance(predictions: [Float], targets: [Float]) -> Double? {
  enforce(predictions.count == targets.count, "was \(predictions.count) and \(targets.count) values")
  func variance(_ sample: some Collection<Double>) -> Double {
    let mean = sample.reduce(0, +) / Double(sample.count)
    return sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sample.count)
  }
  let total = variance(targets.map(Double.init))
  guard total > 0 else { return nil }
  return 1 - variance(zip(targets, predictions).map { Double($0) - Double($1) }) / total
}
