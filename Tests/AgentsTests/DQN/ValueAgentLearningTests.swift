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
    func environments(_ count: Int, seed: UInt64) -> VectorEnvironment<IdentityEnvironment> {
      VectorEnvironment(
        (0..<count).map { _ in IdentityEnvironment(choices: 4, masksActions: masksActions) },
        random: RandomStream(seed: seed))
    }
    let agent = try kind.make(for: environments(2, seed: 2))
    try learn(agent, in: environments(2, seed: 2))
    let evaluation = evaluate(agent, in: environments(4, seed: 7))
    #expect(evaluation.episodes.reduce(0) { $0 + $1.totalReward } == 8 * 16)
  }

  private func learn(_ agent: some ValueAgent, in environments: VectorEnvironment<IdentityEnvironment>) throws {
    var progress = TrainingProgress(totalSteps: 3000)
    try train(agent, in: environments, progress: &progress, random: RandomStream(seed: 1))
  }

  private func evaluate(
    _ agent: some ValueAgent, in environments: VectorEnvironment<IdentityEnvironment>
  ) -> PolicyEvaluation {
    evaluatePolicy(agent, in: environments, episodes: 8, random: RandomStream(seed: 7))
  }
}
