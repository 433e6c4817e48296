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
  let choices: [Int]
  /// Where the windows of an observation lie.
  let windows: [ObservationSpace.Window]
  /// How observations are taken apart; `nil` where they have no windows.
  let plain: PlainColumns?
  /// Values of an observation that lie in no window.
  let plainWidth: Int

  /// Sizes of transitions whose observations have no windows, or are of a given space.
  init(
    environments: Int, width: Int, storageWidth: Int, maskWidth: Int, choices: [Int] = [],
    space: ObservationSpace? = nil
  ) {
    self.environments = environments
    self.width = width
    self.storageWidth = storageWidth
    self.maskWidth = maskWidth
    self.choices = choices
    windows = space?.windows ?? []
    plain = windows.isEmpty ? nil : space.map { PlainColumns($0) }
    plainWidth = plain?.width ?? width
  }

  /// Values of a transition as it lies in memory: observation but for its windows, action, reward, end.
  var rowWidth: Int { plainWidth + storageWidth + 2 }

  /// Transitions that each environment keeps.
  func slots(of configuration: ReplayConfiguration) -> Int {
    max(1, configuration.capacity / environments)
  }

  /// Bytes of a full buffer, without the final observations of the episodes that ended in it and, with windows, without
  /// the rows with which episodes began.
  func bytes(of configuration: ReplayConfiguration) -> Int {
    let windowBytes = WindowMemory.bytes(
      windows, environments: environments, observations: slots(of: configuration) + 1, marks: 2)
    let rows = (slots(of: configuration) + 1) * environments
    let priorities = configuration.prioritized == nil ? 0 : SumTree.bytes(leaves: rows)
    return rows * (rowWidth * MemoryLayout<Float>.stride + maskWidth) + priorities + windowBytes
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
      choices: context.actionSpace.choices, space: context.observationSpace)
  }
}
