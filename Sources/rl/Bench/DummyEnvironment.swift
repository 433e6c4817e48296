import RLFramework

/// Episodes of fixed length over precomputed observations: a task that costs next to nothing beside the agent.
struct DummyEnvironment: Environment {
  static let episodeLength = 200
  static let tableRows = 4096

  let observationSpace: ObservationSpace
  let actionSpace: DiscreteAction.Domain
  let masksActions: Bool
  private let observations: [Float]
  private let rewards: [Float]
  private let masks: [Bool]
  private var row = 0
  private var length = 0

  init(observationSpace: ObservationSpace, actions: Int, masksActions: Bool, random: RandomStream) {
    var random = random
    self.observationSpace = observationSpace
    self.masksActions = masksActions
    actionSpace = DiscreteAction.Domain(count: actions)
    observations = (0..<Self.tableRows * observationSpace.width).map { _ in Float(random.normal()) }
    rewards = (0..<Self.tableRows).map { _ in Float(random.normal()) }
    masks = (0..<Self.tableRows * actions).map { $0 % actions == 0 || random.uniform() < 0.5 }
  }

  mutating func reset(using random: inout RandomStream) { length = 0 }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    row = (row + 1) % Self.tableRows
    length += 1
    return StepOutcome(reward: rewards[row], end: length == Self.episodeLength ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    let start = self.row * observationSpace.width
    for index in row.indices { row[index] = observations[start + index] }
  }

  func writeActionMask(into row: inout MutableSpan<Bool>) {
    let start = self.row * actionSpace.count
    for index in row.indices { row[index] = masks[start + index] }
  }
}
