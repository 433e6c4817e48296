import Persistence
import RLCore
import Tensors

/// What the checkpoints of all agents have in common.
extension TensorArchive {
  /// An archive that says whose it is and for which task.
  init<Space: ActionSpace>(
    of agent: AgentID, _ content: CheckpointContent, observations: ObservationSpace, actions: Space
  ) throws(ArchiveError) {
    self.init()
    metadata["agent"] = agent.name
    metadata["content"] = content.rawValue
    metadata["actions"] = actions.description
    try encode(observations, as: "observations")
  }

  /// Refuses the archive of another agent or of another task.
  func requireTask<Space: ActionSpace>(
    of agent: AgentID, observations: ObservationSpace, actions: Space
  ) throws(ArchiveError) {
    let found = try text("agent")
    guard found == agent.name else { throw ArchiveError("is a checkpoint of agent \(found), \(agent) is needed") }
    let space = try decode(ObservationSpace.self, from: "observations")
    guard space == observations else {
      throw ArchiveError(
        "is for observations of \(space.width) values (\(space.groups.map(\.name).joined(separator: ", "))), "
          + "\(observations.width) are needed; it may be of another preset")
    }
    let domain = try text("actions")
    guard domain == actions.description else {
      throw ArchiveError("is for \(domain) actions, \(actions) are needed")
    }
  }

  /// More than can ever be counted, and far enough from the largest number to be counted on from.
  static var largestCount: Int { 1 << 53 }

  /// A count by its key.
  func count(_ key: String) throws(ArchiveError) -> Int {
    let found = try text(key)
    guard let count = Int(found), (0...Self.largestCount).contains(count) else {
      throw ArchiveError("entry \(key) must be a count, was \(found)")
    }
    return count
  }

  /// Adds every block of a parameter buffer under its name.
  mutating func add(_ parameters: AlignedBuffer<Float>, layout: ParameterLayout, prefix: String = "") {
    for entry in layout.entries {
      let values = UnsafeBufferPointer(start: parameters.pointer + entry.slice.offset, count: entry.slice.count)
      add(
        Tensor(name: prefix + entry.name, shape: [entry.slice.rows, entry.slice.columns], values: Array(values)))
    }
  }

  /// Every block of a parameter buffer, in the order of the layout: the content of the whole buffer.
  func parameters(_ layout: ParameterLayout, prefix: String = "") throws(ArchiveError) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(layout.count)
    for entry in layout.entries {
      values += try tensor(prefix + entry.name, shape: [entry.slice.rows, entry.slice.columns])
    }
    return values
  }

  /// Adds the state of an optimiser.
  mutating func add(_ optimizer: Adam, as name: String) {
    add(Tensor(name: "\(name).firstMoment", shape: [optimizer.firstMoment.count], values: optimizer.firstMoment.array))
    add(
      Tensor(name: "\(name).secondMoment", shape: [optimizer.secondMoment.count], values: optimizer.secondMoment.array))
    metadata["\(name).step"] = String(optimizer.step)
  }

  /// The state of an optimiser for `count` parameters.
  func adam(_ name: String, count: Int) throws(ArchiveError) -> AdamState {
    let first = try tensor("\(name).firstMoment", shape: [count])
    let second = try tensor("\(name).secondMoment", shape: [count])
    return AdamState(step: try self.count("\(name).step"), firstMoment: first, secondMoment: second)
  }
}

/// What an optimiser remembers between two steps.
struct AdamState {
  let step: Int
  let firstMoment: [Float]
  let secondMoment: [Float]

  init(step: Int, firstMoment: [Float], secondMoment: [Float]) {
    self.step = step
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
  }

  init(_ optimizer: Adam) {
    self.init(
      step: optimizer.step, firstMoment: optimizer.firstMoment.array, secondMoment: optimizer.secondMoment.array)
  }

  func restore(to optimizer: inout Adam) {
    optimizer.restore(step: step, firstMoment: firstMoment, secondMoment: secondMoment)
  }
}

extension AlignedBuffer<Float> {
  /// Takes over as many values as there are.
  func take(_ source: [Float]) {
    precondition(source.count == count, "a buffer of \(count) values was given \(source.count)")
    _ = values.update(fromContentsOf: source)
  }
}
