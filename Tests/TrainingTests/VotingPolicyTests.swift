import RLCore
import Randomness
import Testing
import Training

@Suite("Voting")
struct VotingPolicyTests {
  /// Always does the same.
  private final class Always<A: Action>: Policy {
    let action: A
    private(set) var modes: [ActingMode] = []

    init(_ action: A) { self.action = action }

    func act(on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream) -> [A] {
      modes.append(mode)
      return [A](repeating: action, count: observations.count)
    }
  }

  private func vote<A: VotableAction>(_ actions: [A], weights: [Double]? = nil) throws -> A {
    let members = actions.map(Always.init)
    let policy = try weights.map { try VotingPolicy(members, weights: $0) } ?? VotingPolicy(members)
    var random = RandomStream(seed: 1)
    let chosen = try policy.act(on: ObservationBatch(count: 2, width: 1, maskWidth: 0), mode: .sample, using: &random)
    #expect(chosen.count == 2 && chosen[0] == chosen[1])
    #expect(members.allSatisfy { $0.modes == [.sample] })
    return chosen[0]
  }

  private func discrete(_ votes: [Int], weights: [Double]? = nil) throws -> Int {
    try vote(votes.map { DiscreteAction($0) }, weights: weights).index
  }

  @Test("The majority wins, and the first named wins a tie")
  func majority() throws {
    #expect(try discrete([3, 1, 1]) == 1)
    #expect(try discrete([3, 1, 2]) == 3)
    #expect(try discrete([4, 0, 0, 4]) == 4)
  }

  @Test("Weights outvote numbers")
  func weights() throws {
    #expect(try discrete([3, 1, 1], weights: [2.5, 1, 1]) == 3)
    #expect(try discrete([3, 1, 1], weights: [1.9, 1, 1]) == 1)
  }

  @Test("Each of several choices is voted on by itself")
  func severalChoices() throws {
    #expect(try vote([[0, 5], [1, 5], [1, 2]].map(MultiDiscreteAction.init)).indices == [1, 5])
  }

  @Test("Continuous votes are averaged by weight")
  func means() throws {
    #expect(try vote([[1, 0], [3, 2]].map(ContinuousAction.init), weights: [3, 1]).values == [1.5, 0.5])
  }
}
