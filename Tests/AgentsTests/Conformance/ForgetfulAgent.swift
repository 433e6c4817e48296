import Agents
import Persistence
import RLCore
import Randomness
import Settings

/// What an agent may forget to put into its training archive.
protocol Forgetting: Sendable {
  static func forget(_ archive: inout TensorArchive)
}

extension TensorArchive {
  /// Loses the tensors and the texts whose names begin so.
  mutating func lose(_ prefix: String) {
    var rest = TensorArchive()
    rest.metadata = metadata.filter { !$0.key.hasPrefix(prefix) }
    for tensor in tensors where !tensor.name.hasPrefix(prefix) { rest.add(tensor) }
    self = rest
  }
}

/// Forgets the steps since the last update, as the library's own agents once did.
enum ForgetsRollout: Forgetting {
  static func forget(_ archive: inout TensorArchive) { archive.lose("rollout") }
}

/// Forgets how many steps it has taken, and so when its next update is due.
enum ForgetsSteps: Forgetting {
  static func forget(_ archive: inout TensorArchive) {
    if archive.metadata["experience.steps"] != nil { archive.metadata["experience.steps"] = "0" }
  }
}

/// Forgets for how many steps its noise has been in force.
enum ForgetsNoisePhase: Forgetting {
  static func forget(_ archive: inout TensorArchive) {
    if archive.metadata["noise.steps"] != nil { archive.metadata["noise.steps"] = "0" }
  }
}

/// Forgets the state of its noise.
enum ForgetsNoise: Forgetting {
  static func forget(_ archive: inout TensorArchive) {
    guard let noise = archive.tensors.first(where: { $0.name == "noise" }) else { return }
    archive.lose("noise")
    archive.add(.init(name: "noise", shape: noise.shape, values: noise.values.map { _ in 0 }))
  }
}

/// Another agent that forgets something where it is archived to go on training.
final class ForgetfulAgent<ActionType: Action, What: Forgetting>: Agent {
  private let base: any Agent<ActionType>

  init(_ base: any Agent<ActionType>) { self.base = base }

  func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType] {
    try base.act(on: observations, mode: mode, using: &random)
  }

  func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    base.record(transitions, next: next)
  }

  func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    try base.learn(progress: progress, using: &random)
  }

  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = try base.archive(content)
    if content == .training { What.forget(&archive) }
    return archive
  }

  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try base.restore(content, from: archive)
  }
}

/// How a forgetful agent is made.
struct ForgetfulRecipe<Base: AgentRecipe, What: Forgetting>: AgentRecipe {
  static var id: AgentID { Base.id }
  static var summary: String { Base.summary }
  static var defaults: Base.Settings { Base.defaults }

  static func make(
    _ settings: Base.Settings, in context: AgentContext<Base.ActionType>
  ) throws(ConfigurationError) -> any Agent<Base.ActionType> {
    ForgetfulAgent<Base.ActionType, What>(try Base.make(settings, in: context))
  }
}
