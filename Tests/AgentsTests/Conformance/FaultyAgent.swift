import Agents
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// What an agent may do wrong around an error or while sampling.
enum AgentFault: String, Sendable, CaseIterable {
  /// Takes what it holds best where it is to draw.
  case exploitsForSample
  /// Notes what it samples as if it explored.
  case exploresForSample
  /// Leaves a parameter moved after an update that failed.
  case movesParameter
  /// Leaves what its optimiser remembers changed after an update that failed.
  case movesMemory
  /// Leaves its target moved after an update that failed.
  case movesTarget
  /// Throws for ever after the first error.
  case staysBroken
}

/// An agent made of learners with one fault.
final class FaultyAgent<ActionType: Action>: LearningAgent {
  private let base: any LearningAgent<ActionType>
  private let fault: AgentFault
  private var error: AgentError?

  init(_ base: any LearningAgent<ActionType>, _ fault: AgentFault) { (self.base, self.fault) = (base, fault) }

  var learners: [Learner] { base.learners }

  func snapshot() -> PolicySnapshot<ActionType> { base.snapshot() }

  func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType] {
    switch (mode, fault) {
    case (.sample, .exploitsForSample): try base.act(on: observations, mode: .exploit, using: &random)
    case (.sample, .exploresForSample): try base.act(on: observations, mode: .explore, using: &random)
    default: try base.act(on: observations, mode: mode, using: &random)
    }
  }

  func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    base.record(transitions, next: next)
  }

  func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    if fault == .staysBroken, let error { throw error }
    do throws(AgentError) {
      return try base.learn(progress: progress, using: &random)
    } catch {
      self.error = error
      switch fault {
      case .movesParameter: learners[0].parameters.pointer[0] += 1
      case .movesMemory: learners[0].optimizer.memory[0].values.pointer[0] += 1
      case .movesTarget: learners[0].target?.pointer[0] += 1
      default: break
      }
      throw error
    }
  }

  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive { try base.archive(content) }

  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try base.restore(content, from: archive)
  }
}

/// Names a fault by a type.
protocol FaultName: Sendable {
  static var fault: AgentFault { get }
}

enum ExploitsForSample: FaultName { static var fault: AgentFault { .exploitsForSample } }
enum ExploresForSample: FaultName { static var fault: AgentFault { .exploresForSample } }
enum MovesParameter: FaultName { static var fault: AgentFault { .movesParameter } }
enum MovesMemory: FaultName { static var fault: AgentFault { .movesMemory } }
enum MovesTarget: FaultName { static var fault: AgentFault { .movesTarget } }
enum StaysBroken: FaultName { static var fault: AgentFault { .staysBroken } }

/// How a faulty agent is made.
struct FaultyRecipe<Base: AgentRecipe, Name: FaultName>: AgentRecipe {
  static var id: AgentID { Base.id }
  static var summary: String { Base.summary }
  static var defaults: Base.Settings { Base.defaults }

  static func make(
    _ settings: Base.Settings, in context: AgentContext<Base.ActionType>
  ) throws(ConfigurationError) -> any Agent<Base.ActionType> {
    let agent = try Base.make(settings, in: context)
    guard let learning = agent as? any LearningAgent<Base.ActionType> else { return agent }
    return FaultyAgent(learning, Name.fault)
  }
}
