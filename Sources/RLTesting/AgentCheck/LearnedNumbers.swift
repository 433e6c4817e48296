import Persistence
import RLCore
import Tensors

/// Everything that an agent has learnt, to be compared bit for bit: its policy, and of an agent that is made of learners
/// also targets and what the optimisers remember.
struct LearnedNumbers: Equatable {
  private let policy: [TensorArchive.Tensor]
  private let learners: [[Float]]
  private let stepCounts: [Int?]

  init(of agent: any Agent) throws(ArchiveError) {
    // Statistics of observations are metadata: they may go on.
    policy = try agent.archive(.policy).tensors
    let learners = (agent as? any LearningAgent)?.learners ?? []
    self.learners = learners.flatMap { learner in
      [learner.parameters.array, learner.target?.array ?? []] + learner.optimizer.memory.map(\.values.array)
    }
    stepCounts = learners.map(\.optimizer.stepCount)
  }

  /// Whether all numbers are finite.
  var isFinite: Bool { (policy.map(\.values) + learners).allSatisfy { $0.allSatisfy(\.isFinite) } }
}
