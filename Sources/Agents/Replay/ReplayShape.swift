import RLCore
import Settings

/// The sizes of what a replay buffer keeps.
struct ReplayShape: Equatable {
  let environments: Int
  /// Values of an observation.
  let width: Int
  /// Values of a stored action.
  let storageWidth: Int
  /// Flags of a mask; 0 if nothing is ever masked.
  let maskWidth: Int
  /// Options of each value of a stored action; empty where actions are no indices.
  var choices: [Int] = []

  /// Values of a transition as it lies in memory: observation, action, reward, end.
  var rowWidth: Int { width + storageWidth + 2 }

  /// Transitions that each environment keeps.
  func slots(of configuration: ReplayConfiguration) -> Int {
    max(1, configuration.capacity / environments)
  }

  /// Bytes of a full buffer, without the final observations of the episodes that ended in it.
  func bytes(of configuration: ReplayConfiguration) -> Int {
    let rows = (slots(of: configuration) + 1) * environments
    let priorities = configuration.prioritized == nil ? 0 : SumTree.bytes(leaves: rows)
    return rows * (rowWidth * MemoryLayout<Float>.stride + maskWidth) + priorities
  }

  /// Refuses a buffer beyond its limit.
  func requireRoom(for configuration: ReplayConfiguration) throws(ConfigurationError) {
    let bytes = bytes(of: configuration)
    let gibibytes = (Double(bytes) / Double(1 << 30) * 100).rounded() / 100
    try require(
      Double(bytes) <= configuration.memoryLimit * Double(1 << 30), "replay.capacity",
      must: "need at most \(configuration.memoryLimit) GiB (replay.memoryLimit)",
      found: "\(configuration.capacity) transitions of \(gibibytes) GiB")
  }
}

extension ReplayShape {
  /// The sizes that a task asks for.
  init<ActionType: Action>(_ context: AgentContext<ActionType>) {
    self.init(
      environments: context.environments, width: context.observationSpace.width,
      storageWidth: context.actionSpace.storageWidth, maskWidth: context.maskWidth,
      choices: context.actionSpace.choices)
  }
}
