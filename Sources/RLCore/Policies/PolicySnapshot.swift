import Persistence
import Tensors

/// A policy as it stood at one moment: a value that acts, and nothing else.
///
/// It has no optimiser, no rollout and no replay buffer, can be handed from task to task, and is read from
/// `policy.safetensors` alone, which says all that acting needs.
///
/// ```swift
/// try agent.save(to: file)
/// let policy = try PolicySnapshot<DiscreteAction>(contentsOf: file)
/// let report = try policy.makeActor().inspect(observation, mask: mask)
/// ```
///
/// Numbers are shared between copies; each task makes an actor of its own with ``makeActor()``.
public struct PolicySnapshot<ActionType: Action>: Sendable {
  /// The agent that it was made by.
  public let agent: AgentID
  /// What it was made for.
  public let spaces: PolicySpaces<ActionType>
  /// The settings that acting depends on, the network among them.
  public let blueprint: any PolicyBlueprint<ActionType>
  /// What the agent itself normalises observations by; `nil` if it does not.
  public let normalizer: ObservationNormalizer?
  /// What the environments of training normalised observations by, before the agent saw them; `nil` if they did not.
  public let environmentNormalizer: ObservationNormalizer?
  /// Names of what it sees and does, if somebody gave some.
  public var labels: PolicyLabels?
  /// Text that others keep in the file by keys of their own, such as the scaler of a market's features.
  public var attachments: [String: String]
  /// The version of this library that wrote the parameters.
  public let libraryVersion: String

  let model: any PolicyModel<ActionType>
  let parameters: [Float]

  /// What an agent acts with at this moment; later learning does not change it.
  ///
  /// - Parameters:
  ///   - agent: The agent.
  ///   - blueprint: What the model was built from.
  ///   - model: The model.
  ///   - spaces: What it was built for.
  ///   - parameters: Copied; as the layout of the model says.
  ///   - normalizer: What the agent normalises observations by; `nil` if it does not.
  /// - Complexity: O(parameters).
  public init(
    of agent: AgentID, blueprint: any PolicyBlueprint<ActionType>, model: any PolicyModel<ActionType>,
    spaces: PolicySpaces<ActionType>, parameters: AlignedBuffer<Float>, normalizer: ObservationNormalizer? = nil
  ) {
    precondition(
      parameters.count == model.layout.count,
      "a snapshot must have \(model.layout.count) parameters, was \(parameters.count)")
    self.agent = agent
    self.spaces = spaces
    self.blueprint = blueprint
    self.model = model
    self.parameters = parameters.array
    self.normalizer = normalizer
    environmentNormalizer = nil
    labels = nil
    attachments = [:]
    libraryVersion = RLFrameworkVersion.current
  }

  init(
    agent: AgentID, spaces: PolicySpaces<ActionType>, blueprint: any PolicyBlueprint<ActionType>,
    model: any PolicyModel<ActionType>, parameters: [Float], normalizer: ObservationNormalizer?,
    environmentNormalizer: ObservationNormalizer?, labels: PolicyLabels?, attachments: [String: String],
    libraryVersion: String
  ) {
    self.agent = agent
    self.spaces = spaces
    self.blueprint = blueprint
    self.model = model
    self.parameters = parameters
    self.normalizer = normalizer
    self.environmentNormalizer = environmentNormalizer
    self.labels = labels
    self.attachments = attachments
    self.libraryVersion = libraryVersion
  }

  /// Both normalisers, in the order in which they are applied.
  var normalizers: [ObservationNormalizer] { [environmentNormalizer, normalizer].compactMap { $0 } }

  /// How many parameters it acts with.
  public var parameterCount: Int { parameters.count }

  /// Something that acts with it, for one task.
  ///
  /// - Complexity: O(parameters), which are copied to memory that kernels can read.
  public func makeActor() -> SnapshotPolicy<ActionType> { SnapshotPolicy(self) }

  /// What it makes of one observation by itself, by an actor that lives for this call; see
  /// ``SnapshotPolicy/inspect(_:mask:isStart:)``.
  public func inspect(_ observation: [Float], mask: [Bool] = []) throws(PolicyError) -> PolicyReport<ActionType> {
    try makeActor().inspect(observation, mask: mask)
  }
}

/// An agent that can hand out what it acts with.
public protocol SnapshotSource<ActionType>: Agent {
  /// What it acts with at this moment; the policy's archive is the archive of this.
  func snapshot() -> PolicySnapshot<ActionType>
}

extension Agent {
  /// What evaluations play: a snapshot of this moment, which is what a policy file holds, with a memory of its own.
  ///
  /// An agent that gives no snapshots plays itself.
  public func evaluatedPolicy() -> any Policy<ActionType> {
    (self as? any SnapshotSource<ActionType>)?.snapshot().makeActor() ?? self
  }
}
