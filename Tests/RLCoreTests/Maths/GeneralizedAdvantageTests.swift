import RLCore
import Testing

@Suite("Generalised advantage estimation")
struct GeneralizedAdvantageTests {
  @Test("Agrees with Stable-Baselines3 to 1e-5 for both kinds of end", arguments: GAEFixture.all)
  func golden(_ example: GAEFixture.Case) {
    let found = estimate(
      rewards: example.rewards.flatMap(\.self), values: example.values.flatMap(\.self), ends: example.ends,
      finalValues: example.finalValues.flatMap(\.self), lastValues: example.lastValues, discount: example.gamma,
      lambda: example.lambda)
    for (value, wanted) in zip(found.advantages, example.advantages.joined()) { #expect(abs(value - wanted) <= 1e-5) }
    for (value, wanted) in zip(found.returns, example.returns.joined()) { #expect(abs(value - wanted) <= 1e-5) }
  }

  @Test("The fixture has all eight cases")
  func fixtureIsComplete() {
    #expect(GAEFixture.all.count == 8)
  }

  @Test("Three steps by hand: δ = 1, 2, 3 with γλ = 1/4")
  func byHand() {
    // γ = λ = ½. δ₂ = 3 + ½·4 − 2 = 3; δ₁ = 2 + ½·2 − 1 = 2; δ₀ = 2.5 + ½·1 − 2 = 1.
    // A₂ = 3; A₁ = 2 + ¾ = 2.75; A₀ = 1 + 2.75/4 = 1.6875.
    let found = estimate(
      rewards: [2.5, 2, 3], values: [2, 1, 2], ends: [nil, nil, nil], finalValues: [0, 0, 0], lastValues: [4],
      discount: 0.5, lambda: 0.5)
    #expect(found.advantages == [1.6875, 2.75, 3])
    #expect(found.returns == [3.6875, 3.75, 5])
  }

  @Test("A truncation cuts the recursion and bootstraps from the final observation, not from the next episode")
  func truncation() {
    // δ₀ = 1 + ½·8 − 2 = 3 with the final value 8; neither the next value 100 nor A₁ may reach step 0.
    let found = estimate(
      rewards: [1, 7], values: [2, 100], ends: [.truncated, nil], finalValues: [8, -1], lastValues: [6],
      discount: 0.5, lambda: 0.5)
    #expect(found.advantages == [3, -90])
    #expect(found.returns == [5, 10])
  }

  @Test("A termination cuts the recursion and bootstraps from nothing, whatever the final value")
  func termination() {
    let found = estimate(
      rewards: [1, 7], values: [2, 100], ends: [.terminated, nil], finalValues: [8, -1], lastValues: [6],
      discount: 0.5, lambda: 0.5)
    #expect(found.advantages == [-1, -90])
  }

  @Test("An end at the last step ignores the value after it")
  func endAtTheLastStep() {
    let terminated = estimate(
      rewards: [1], values: [2], ends: [.terminated], finalValues: [50], lastValues: [99], discount: 0.5, lambda: 1)
    let truncated = estimate(
      rewards: [1], values: [2], ends: [.truncated], finalValues: [50], lastValues: [99], discount: 0.5, lambda: 1)
    #expect(terminated.advantages == [-1])
    #expect(truncated.advantages == [24])
  }

  @Test("Environments do not mix: each column is its own recursion")
  func columns() {
    let both = estimate(
      rewards: [1, 10, 2, 20], values: [0, 0, 0, 0], ends: [nil, .terminated, nil, nil], finalValues: [0, 0, 0, 0],
      lastValues: [4, 40], discount: 0.5, lambda: 1)
    #expect(both.advantages == [3, 10, 4, 40])
  }

  @Test("No steps give no advantages")
  func empty() {
    let found = estimate(
      rewards: [], values: [], ends: [], finalValues: [], lastValues: [1, 2], discount: 1, lambda: 1)
    #expect(found.advantages.isEmpty)
  }

  private func estimate(
    rewards: [Float], values: [Float], ends: [EpisodeEnd?], finalValues: [Float], lastValues: [Float],
    discount: Float, lambda: Float
  ) -> (advantages: [Float], returns: [Float]) {
    var advantages = [Float](repeating: .nan, count: rewards.count)
    var returns = advantages
    generalizedAdvantages(
      rewards: rewards, values: values, ends: ends, finalValues: finalValues, lastValues: lastValues,
      discount: discount, lambda: lambda, advantages: &advantages, returns: &returns)
    return (advantages, returns)
  }
}

@Suite("Explained variance")
struct ExplainedVarianceTests {
  @Test("Predictions come first and targets second: the variance of the targets is the measure")
  func argumentOrder() throws {
    // Targets 0, 2, 4 (variance 8/3), errors 0, 1, 2 (variance 2/3): 1 − ¼.
    let right = try #require(explainedVariance(predictions: [0, 1, 2], targets: [0, 2, 4]))
    #expect(abs(right - 0.75) < 1e-12)
    // Swapped, the same errors have the variance of the other sample as their measure: 1 − 1 = 0.
    let swapped = try #require(explainedVariance(predictions: [0, 2, 4], targets: [0, 1, 2]))
    #expect(abs(swapped) < 1e-12)
  }

  @Test("Perfect predictions explain everything, a constant nothing, wrong signs less than nothing")
  func scale() {
    #expect(explainedVariance(predictions: [1, 2, 3], targets: [1, 2, 3]) == 1)
    #expect(explainedVariance(predictions: [7, 7, 7], targets: [1, 2, 3]) == 0)
    #expect(explainedVariance(predictions: [3, 2, 1], targets: [1, 2, 3]) == -3)
  }

  @Test("Targets that do not vary have no share to explain")
  func constantTargets() {
    #expect(explainedVariance(predictions: [1, 2], targets: [5, 5]) == nil)
  }
}
