import Networks
import RLCore
import Randomness
import Testing

@testable import Agents

@Suite("Determinism of recurrent PPO")
struct RecurrentDeterminismTests {
  private func trained(
    _ network: RecurrentBlueprint, seed: UInt64, threads: Int, sequenceLength: Int? = nil
  ) throws -> [UInt32] {
    let environments = try RecurrentScript.environments()
    let agent = try RecurrentScript.agent(
      RecurrentPPOConfiguration(
        rolloutSteps: 15, batchSize: 30, sequenceLength: sequenceLength, epochs: 3, entropyCoefficient: 0.01,
        normalizesObservations: true, normalizesReturns: true, threads: threads, network: network),
      environments: environments, seed: seed)
    try learn(agent, in: environments, steps: 180, seed: seed)
    return agent.parameterBits
  }

  @Test("The same seed gives the same bits again, at one thread and at two", arguments: RecurrentCell.allCases)
  func sameSeed(cell: RecurrentCell) throws {
    for network in [RecurrentScript.network(cell), RecurrentScript.network(cell, sharesMemory: true)] {
      let once = try trained(network, seed: 1, threads: 1)
      #expect(try trained(network, seed: 1, threads: 1) == once)
      #expect(try trained(network, seed: 1, threads: 2) == once)
      #expect(try trained(network, seed: 2, threads: 1) != once)
    }
  }

  @Test("Sequences cut short give the same bits at one thread and at two")
  func cutSequences() throws {
    let network = RecurrentScript.network()
    let once = try trained(network, seed: 1, threads: 1, sequenceLength: 4)
    #expect(try trained(network, seed: 1, threads: 2, sequenceLength: 4) == once)
    #expect(try trained(network, seed: 1, threads: 1) != once)
  }
}
