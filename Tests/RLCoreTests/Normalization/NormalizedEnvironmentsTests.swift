import Persistence
import RLCore
import Randomness
import Testing

@Suite("Normalised environments")
struct NormalizedEnvironmentsTests {
  private typealias Wrapped = NormalizedEnvironments<VectorEnvironment<CountingEnvironment>>

  private func raw(count: Int = 2, length: Int = 3) throws -> VectorEnvironment<CountingEnvironment> {
    try VectorEnvironment(
      (0..<count).map { _ in CountingEnvironment(length: length, end: .truncated) }, random: RandomStream(seed: 1))
  }

  /// Steps both environments side by side and returns what came, with valid actions.
  private func play(_ environments: Wrapped, steps: Int) -> [(ObservationBatch, TransitionBatch<DiscreteAction>)] {
    var observations = environments.reset()
    return (0..<steps).map { step in
      let actions = [DiscreteAction](repeating: DiscreteAction(step % 3), count: environments.count)
      let transitions = environments.step(actions, observing: &observations)
      return (observations, transitions)
    }
  }

  @Test("Observations, final ones too, and rewards are those of the normalisers, each observation counted once")
  func figures() throws {
    let (environments, plain) = try (Wrapped(raw(), discount: 0.9), raw())
    var normalizer = ObservationNormalizer(space: plain.observationSpace)
    var scaler = ReturnNormalizer(environments: 2, discount: 0.9)
    var observations = plain.reset()
    normalizer.observe(observations.values)
    for (step, (found, transitions)) in play(environments, steps: 7).enumerated() {
      let actions = [DiscreteAction](repeating: DiscreteAction(step % 3), count: 2)
      var expected = plain.step(actions, observing: &observations)
      normalizer.observe(observations.values)
      var values = observations.values
      normalizer.normalize(&values)
      #expect(found.values == values && found.masks == observations.masks && found.isStart == observations.isStart)
      scaler.normalize(&expected.rewards, ends: expected.ends)
      #expect(transitions.rewards == expected.rewards && transitions.ends == expected.ends)
      if step % 3 == 2 {
        var finals = expected.finalObservations
        normalizer.normalize(&finals)
        #expect(transitions.finalObservations == finals && finals != expected.finalObservations)
      }
    }
    #expect(environments.statistics == NormalizationStatistics(observations: normalizer, returns: scaler))
    #expect(normalizer.statistics.count[0] == 16 + 1e-4)
  }

  @Test("Frozen environments leave the statistics and the rewards alone, and may be of another number")
  func frozen() throws {
    let training = try Wrapped(raw())
    _ = play(training, steps: 9)
    let statistics = training.statistics
    let judges = try Wrapped(raw(count: 3), frozen: statistics)
    let results = play(judges, steps: 6)
    #expect(judges.statistics == statistics && judges.isFrozen)
    #expect(results.map(\.1.rewards) == [1, 2, 3, 1, 2, 3].map { [$0, $0, $0] })
    #expect(results.allSatisfy { abs($0.0.values[1]) < 3 }, "observations are normalised")
    #expect(results[0].0.values[1] != 1)
    _ = play(training, steps: 3)
    #expect(judges.statistics == statistics, "a copy, not a reference")
  }

  @Test("Each part can be left out")
  func parts() throws {
    let rewardsOnly = try Wrapped(raw(), normalizesObservations: false)
    let first = play(rewardsOnly, steps: 2)
    #expect(first[1].0.values[1] == 2 && first[1].1.rewards[0] != 2)
    let observationsOnly = try Wrapped(raw(), normalizesRewards: false)
    let second = play(observationsOnly, steps: 2)
    #expect(second[1].0.values[1] != 2 && second[1].1.rewards[0] == 2)
  }

  @Test("Statistics survive a checkpoint and go on bit for bit")
  func checkpoint() throws {
    let environments = try Wrapped(raw())
    _ = play(environments, steps: 9)
    let copy = try Wrapped(raw())
    try copy.restore(.training, from: TensorArchive(serialized: environments.archive(.training).serialized()))
    #expect(copy.statistics == environments.statistics)
    #expect(try copy.statistics != Wrapped(raw()).statistics)
  }

  @Test("Discount, limit and what is normalised at all are not restored")
  func settingsWin() throws {
    let environments = try Wrapped(raw(), discount: 0.9)
    _ = play(environments, steps: 9)
    let archive = try environments.archive(.training)
    let other = try Wrapped(raw(), discount: 0.5, limit: 3)
    try other.restore(.training, from: archive)
    #expect(other.statistics.returns?.discount == 0.5 && other.statistics.returns?.limit == 3)
    #expect(other.statistics.returns?.memory == environments.statistics.returns?.memory)
    #expect(other.statistics.observations?.limit == 3)
    #expect(other.statistics.observations?.statistics == environments.statistics.observations?.statistics)
    let rewardsOnly = try Wrapped(raw(), normalizesObservations: false)
    try rewardsOnly.restore(.training, from: archive)
    #expect(rewardsOnly.statistics.observations == nil && rewardsOnly.statistics.returns != nil)
    for (lacking, problem) in [
      (rewardsOnly, "has no statistics of observations"),
      try (Wrapped(raw(), normalizesRewards: false), "has no statistics of rewards"),
    ] {
      #expect(throws: ArchiveError(problem)) { try other.restore(.training, from: lacking.archive(.training)) }
    }
  }

  @Test("Statistics of other environments are refused, and nothing changes")
  func refusals() throws {
    let archive = try Wrapped(raw()).archive(.training)
    let more = try Wrapped(raw(count: 3))
    let before = more.statistics
    #expect(throws: ArchiveError("entry normalization must be for 3 environments, was 2")) {
      try more.restore(.training, from: archive)
    }
    #expect(more.statistics == before)
    try more.restore(.policy, from: archive)
    #expect(more.statistics.returns?.environments == 3, "a policy takes over the observations only")
  }

  @Test("A value that is not finite is passed on and not taken into the statistics")
  func badNumbers() throws {
    struct Broken: Environment {
      let observationSpace = ObservationSpace(width: 1)
      let actionSpace = DiscreteAction.Domain(count: 1)
      mutating func reset(using random: inout RandomStream) {}
      mutating func step(_ action: DiscreteAction) -> StepOutcome { StepOutcome(reward: .nan) }
      func writeObservation(into row: inout MutableSpan<Float>) { row[0] = .infinity }
    }
    let environments = NormalizedEnvironments(try VectorEnvironment([Broken()], random: RandomStream(seed: 1)))
    let before = environments.statistics
    var observations = environments.reset()
    let transitions = environments.step([DiscreteAction(0)], observing: &observations)
    #expect(transitions.rewards[0].isNaN)
    #expect(environments.statistics == before)
  }
}
