import Persistence
import Population
import RLCore
import Randomness
import Settings
import Testing
import Training

@Suite("Jobs and results as archives")
struct MemberJobTests {
  private var checkpoint: TensorArchive {
    var archive = TensorArchive()
    archive.add(.init(name: "weights", shape: [2], values: [1, -0]))
    archive.metadata["agent"] = "ppo"
    return archive
  }

  @Test("A job comes back as it was, wherever it begins")
  func jobs() throws {
    for start in [MemberJob.Start.fresh, .continuing(checkpoint), .inheriting(checkpoint)] {
      let job = MemberJob(
        generation: 3, member: 5, settings: .object(["learningRate": .number(1e-4)]), endStep: 20_000,
        totalSteps: 500_000, random: RandomStream(seed: 9).split("member", 5), start: start)
      #expect(try MemberJob(TensorArchive(serialized: job.archive().serialized())) == job)
    }
  }

  @Test("A result comes back as it was, infinite fitness, figures and returns included")
  func results() throws {
    let result = MemberResult(
      generation: 1, member: 0, checkpoint: checkpoint,
      judgement: Judgement(
        fitness: -.infinity, figures: [Figure("trades", 12), Figure("sharpe", nil), Figure("mean", .infinity)],
        returns: [0.1, -.infinity]),
      seconds: 1.5)
    #expect(try MemberResult(TensorArchive(serialized: result.archive().serialized())) == result)
  }
}
