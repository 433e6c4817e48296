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
  /// Costs the squared distance from a point that the observation tells, moved by an offset: other data of one task.
  private struct ShiftedTarget: Environment {
    typealias ActionType = ContinuousAction

    static let weights: [Float] = [0.5, -0.4, 0.3, 0.6, -0.5, 0.4, -0.3, -0.6]
    /// By how much the point lies elsewhere.
    let offset: Float
    private var random = RandomStream(seed: 0)
    private var seen = [Float](repeating: 0, count: weights.count)
    private var steps = 0

    init(offset: Float) { self.offset = offset }

    var observationSpace: ObservationSpace { ObservationSpace(width: Self.weights.count) }
    var actionSpace: ContinuousAction.Domain { ContinuousAction.Domain(low: [-4], high: [4]) }

    mutating func reset(using random: inout RandomStream) {
      self.random = RandomStream(seed: random.next())
      steps = 0
      look()
    }

    mutating func step(_ action: ContinuousAction) -> StepOutcome {
      let target = zip(Self.weights, seen).reduce(offset) { $0 + $1.0 * $1.1 }
      let distance = action.values[0] - target
      steps += 1
      look()
      return StepOutcome(reward: -distance * distance, end: steps == 16 ? .terminated : nil)
    }

    private mutating func look() { for index in seen.indices { seen[index] = 2 * random.uniform() - 1 } }

    func writeObservation(into row: inout MutableSpan<Float>) {
      for index in row.indices { row[index] = seen[index] }
    }
  }

  private func agent(rate: Float, seed: UInt64) throws -> PPO<ContinuousAction> {
    let settings = PPOConfiguration(
      learningRate: .constant(rate), rolloutSteps: 32, batchSize: 32, epochs: 4, normalizesObservations: true,
      network: MLPBlueprint(hidden: [16]))
    let environments = try VectorEnvironment(
      Array(repeating: ShiftedTarget(offset: 0), count: 4), random: RandomStream(seed: seed))
    return try PPO(settings, for: environments, random: RandomStream(seed: seed))
  }

  @Test(arguments: [[], ["policy.0", "value.0"]])
  func `a policy from old data is better after few steps than a fresh one`(freeze: [String]) throws {
    let old = try agent(rate: 3e-3, seed: 1)
    try trainAgent(
      old, in: ShiftedTarget(offset: 0), TrainingConfiguration(totalSteps: 6144, environments: 4, seed: 1))
    let policy = try TensorArchive(serialized: old.archive(.policy).serialized())
    let configuration = TransferConfiguration(
      freeze: freeze, training: TrainingConfiguration(totalSteps: 512, environments: 4, seed: 2),
      evaluationEpisodes: 16)
    let new = ShiftedTarget(offset: 0.4)
    let fresh = try agent(rate: 2e-3, seed: 3)
    let untrained = try fresh.archive(.policy)
    let scratch = try transferAgent(
      fresh, policy: untrained, to: new,
      TransferConfiguration(training: configuration.training, evaluationEpisodes: 16))
    let tuned = try agent(rate: 2e-3, seed: 3)
    let transfer = try transferAgent(tuned, policy: policy, to: new, configuration)

    let (before, after) = (try #require(transfer.before.meanReturn), try #require(transfer.after.meanReturn))
    let afterScratch = try #require(scratch.after.meanReturn)
    // The old policy is off by the offset alone: 16 · 0.4² a game, and what it has not learnt.
    #expect((-4 ... -2).contains(before), "was \(before)")
    #expect(after > before + 0.2, "was \(after) after \(before)")
    #expect(after > afterScratch + 2, "was \(after), from scratch \(afterScratch)")
    for name in tuned.frozenParameterNames {
      let shape = try #require(policy.tensors.first { $0.name == name }).shape
      #expect(try tuned.archive(.policy).tensor(name, shape: shape) == policy.tensor(name, shape: shape))
    }
    #expect(tuned.frozenParameterNames.count == 2 * freeze.count)
  }
}
