import Networks
import RLCore
import RLTesting
import Randomness
import Testing
import Training

@testable import Agents

@Suite("DQN and QR-DQN learn")
struct ValueAgentLearningTests {
  @Test(
    "which choice an observation names, with and without masks", arguments: ValueAgentKind.allCases, [false, true])
  func identity(kind: ValueAgentKind, masksActions: Bool) throws {
    func environments(_ count: Int, seed: UInt64) throws -> VectorEnvironment<IdentityEnvironment> {
      try VectorEnvironment(
        (0..<count).map { _ in IdentityEnvironment(choices: 4, masksActions: masksActions) },
        random: RandomStream(seed: seed))
    }
    let agent = try kind.make(for: environments(2, seed: 2))
    try learn(agent, in: environments(2, seed: 2))
    let evaluation = try evaluate(agent, in: environments(4, seed: 7))
    #expect(evaluation.episodes.reduce(0) { $0 + $1.totalReward } == 8 * 16)
  }

  @Test(
    "Samples of a policy that was read without its training explore as training ends",
    arguments: ValueAgentKind.allCases)
  func samplesOfReadPolicy(kind: ValueAgentKind) throws {
    func make(_ end: Float) throws -> any ValueAgent {
      try kind.make(for: environments(), learningStarts: 0, exploration: .linear(from: 1, to: end))
    }
    func environments() throws -> VectorEnvironment<IdentityEnvironment> {
      try VectorEnvironment(
        (0..<200).map { _ in IdentityEnvironment(choices: 4, masksActions: false) }, random: RandomStream(seed: 2))
    }
    let observations = try environments().reset()
    var random = RandomStream(seed: 3)
    for (end, share) in [(Float(0), 0.0...0.0), (1, 0.6...0.9)] {
      let reader = try make(end)
      try reader.restore(.policy, from: make(end).archive(.policy))
      let best = try reader.act(on: observations, mode: .exploit, using: &random)
      let sampled = try reader.act(on: observations, mode: .sample, using: &random)
      let differing = Double(zip(best, sampled).count { $0 != $1 }) / 200
      #expect(share.contains(differing), "\(differing) differ where ε ends at \(end)")
    }
  }

  private func learn(_ agent: some ValueAgent, in environments: VectorEnvironment<IdentityEnvironment>) throws {
    var progress = TrainingProgress(totalSteps: 3000)
    try train(agent, in: environments, progress: &progress, random: RandomStream(seed: 1))
  }

  private func evaluate(
    _ agent: some ValueAgent, in environments: VectorEnvironment<IdentityEnvironment>
  ) throws -> PolicyEvaluation {
    try evaluatePolicy(agent, in: environments, episodes: 8, random: RandomStream(seed: 7))
  }
}
