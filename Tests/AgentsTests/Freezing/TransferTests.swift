import Networks
import Persistence
import RLCore
import Randomness
import Testing
import Training

@testable import Agents

/// A policy that knows an old task learns a similar one sooner than one that knows nothing.
@Suite("Transfer to new data")
struct TransferTests {
  /// Pays 1 for the choice that the observation names, counted from an offset: other data of the same task.
  private struct ShiftedIdentity: Environment {
    typealias ActionType = DiscreteAction

    static let choices = 6
    /// Targets that are named one too low.
    let shifted: Set<Int>
    private var random = RandomStream(seed: 0)
    private var shown = 0
    private var steps = 0

    init(shifted: Set<Int>) { self.shifted = shifted }

    var observationSpace: ObservationSpace { ObservationSpace(width: Self.choices) }
    var actionSpace: DiscreteAction.Domain { DiscreteAction.Domain(count: Self.choices) }

    mutating func reset(using random: inout RandomStream) {
      self.random = RandomStream(seed: random.next())
      steps = 0
      shown = self.random.index(below: Self.choices)
    }

    mutating func step(_ action: DiscreteAction) -> StepOutcome {
      let target = shifted.contains(shown) ? (shown + 1) % Self.choices : shown
      let reward: Float = action.index == target ? 1 : 0
      steps += 1
      shown = random.index(below: Self.choices)
      return StepOutcome(reward: reward, end: steps == 16 ? .terminated : nil)
    }

    func writeObservation(into row: inout MutableSpan<Float>) {
      for index in row.indices { row[index] = index == shown ? 1 : 0 }
    }
  }

  private func agent(rate: Float, seed: UInt64) throws -> PPO<DiscreteAction> {
    let settings = PPOConfiguration(
      learningRate: .constant(rate), rolloutSteps: 32, batchSize: 32, epochs: 4, normalizesObservations: true,
      network: MLPBlueprint(hidden: [16]))
    let environments = VectorEnvironment(
      Array(repeating: ShiftedIdentity(shifted: []), count: 4), random: RandomStream(seed: seed))
    return try PPO(settings, for: environments, random: RandomStream(seed: seed))
  }

  @Test(arguments: [[], ["policy.0", "value.0"]])
  func `a policy from old data is better after few steps than a fresh one`(freeze: [String]) throws {
    let old = try agent(rate: 3e-3, seed: 1)
    try trainAgent(
      old, in: ShiftedIdentity(shifted: []), TrainingConfiguration(totalSteps: 8192, environments: 4, seed: 1))
    let policy = try TensorArchive(serialized: old.archive(.policy).serialized())
    let configuration = TransferConfiguration(
      freeze: freeze, training: TrainingConfiguration(totalSteps: 1536, environments: 4, seed: 2),
      evaluationEpisodes: 16)
    let new = ShiftedIdentity(shifted: [2])
    let fresh = try agent(rate: 2e-3, seed: 3)
    let untrained = try fresh.archive(.policy)
    let scratch = try transferAgent(
      fresh, policy: untrained, to: new,
      TransferConfiguration(training: configuration.training, evaluationEpisodes: 16))
    let tuned = try agent(rate: 2e-3, seed: 3)
    let transfer = try transferAgent(tuned, policy: policy, to: new, configuration)

    let (before, after) = (try #require(transfer.before.meanReturn), try #require(transfer.after.meanReturn))
    let afterScratch = try #require(scratch.after.meanReturn)
    // Of 16 steps the old policy knows five in six.
    #expect((11...15).contains(before), "was \(before)")
    #expect(after >= before - 0.5, "was \(after) after \(before)")
    #expect(after > afterScratch + 2, "was \(after), from scratch \(afterScratch)")
    for name in tuned.frozenParameterNames {
      let shape = try #require(policy.tensors.first { $0.name == name }).shape
      #expect(try tuned.archive(.policy).tensor(name, shape: shape) == policy.tensor(name, shape: shape))
    }
    #expect(tuned.frozenParameterNames.count == 2 * freeze.count)
  }
}
