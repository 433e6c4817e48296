import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Determinism with a replay buffer")
struct ReplayingDeterminismTests {
  private func trained(_ kind: ReplayingKind, seed: UInt64 = 1, threads: Int) throws -> [UInt32] {
    var settings = ReplayingKind.Settings()
    settings.threads = threads
    // An odd number of rows, so that the two halves differ.
    settings.batchSize = 17
    let environments = try ReplayedTask.environments()
    let agent = try kind.make(settings, for: environments, seed: seed)
    try learn(agent, in: environments, steps: 90, seed: seed)
    return agent.parameterBits
  }

  @Test("The same seed gives the same bits again, at one thread and at two", arguments: ReplayingKind.allCases)
  func sameSeed(_ kind: ReplayingKind) throws {
    let once = try trained(kind, threads: 1)
    #expect(try trained(kind, threads: 1) == once)
    #expect(try trained(kind, threads: 2) == once)
    #expect(try trained(kind, threads: 2) == once)
  }

  @Test("Another seed gives other parameters", arguments: ReplayingKind.allCases)
  func otherSeed(_ kind: ReplayingKind) throws {
    #expect(try trained(kind, threads: 1) != trained(kind, seed: 2, threads: 1))
  }

  @Test("A batch of one row leaves one half empty, and is learnt from", arguments: ReplayingKind.allCases)
  func singleRow(_ kind: ReplayingKind) throws {
    var settings = ReplayingKind.Settings()
    settings.batchSize = 1
    let environments = try ReplayedTask.environments()
    let agent = try kind.make(settings, for: environments)
    let before = agent.parameterBits
    let reports = try learn(agent, in: environments, steps: 40)
    #expect(reports.allSatisfy { $0.metrics.allSatisfy { $0.value.isFinite } })
    #expect(agent.parameterBits != before && agent.policyActor.parameters.array.allSatisfy(\.isFinite))
  }
}
