import Persistence
import RLCore
import Settings
import Testing
import Training

/// What can be said of a transfer without an agent that learns; one that does is in the tests of the agents.
@Suite("Bringing policies to new data")
struct TransferLearningTests {
  private func refusal(_ change: (inout TransferConfiguration) -> Void) -> String? {
    var configuration = TransferConfiguration(
      training: TrainingConfiguration(totalSteps: 10), evaluationEpisodes: 2)
    change(&configuration)
    do {
      _ = try transferAgent(
        StubAgent(interval: 4), policy: TensorArchive(), to: FixedLength(length: 3), configuration)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `the same episodes are played before and after training`() throws {
    let agent = StubAgent(interval: 4)
    let result = try transferAgent(
      agent, policy: TensorArchive(), to: FixedLength(length: 3),
      TransferConfiguration(training: TrainingConfiguration(totalSteps: 10), evaluationEpisodes: 2))
    #expect(result.before.returns == [3, 3] && result.after == result.before)
    #expect(result.training.progress.steps == 10 && agent.explored.count == 10 && agent.exploited == 12)
  }

  @Test func `an agent that cannot freeze is not asked to`() {
    #expect(refusal { $0.freeze = [] } == nil)
    #expect(
      refusal { $0.freeze = ["policy.0"] }
        == "freeze must be empty for an agent that cannot freeze parameters, was policy.0")
  }

  @Test func `settings out of range are named`() {
    #expect(refusal { $0.evaluationEpisodes = 0 } == "evaluationEpisodes must be positive, was 0")
    #expect(refusal { $0.training.totalSteps = 0 } == "totalSteps must be positive, was 0")
    #expect(
      refusal { $0.training.normalizesObservations = true }
        == "training.normalizesObservations must be left to the agent, which brings what it normalises by, was true")
  }
}
