import Persistence
import RLCore
import Tensors

/// What a checkpoint holds. Between two updates the rollout is empty, so that a training checkpoint taken there needs
/// weights, moments and statistics, and no experience.
extension PPO {
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .policy || rollout.filled == 0 else {
      throw ArchiveError("of a training run must be taken between updates, was \(rollout.filled) steps into a rollout")
    }
    var archive = TensorArchive()
    archive.metadata["agent"] = "ppo"
    archive.metadata["content"] = content.rawValue
    archive.metadata["actions"] = actionSpace.description
    try archive.encode(observationSpace, as: "observations")
    if let observationNormalizer { try archive.encode(observationNormalizer, as: "observationNormalizer") }
    for entry in layout.entries {
      let values = UnsafeBufferPointer(start: parameters.pointer + entry.slice.offset, count: entry.slice.count)
      archive.add(.init(name: entry.name, shape: [entry.slice.rows, entry.slice.columns], values: Array(values)))
    }
    guard content == .training else { return archive }
    try archive.encode(configuration, as: "configuration")
    archive.add(.init(name: "adam.firstMoment", shape: [layout.count], values: Array(optimizer.firstMoment.values)))
    archive.add(.init(name: "adam.secondMoment", shape: [layout.count], values: Array(optimizer.secondMoment.values)))
    archive.metadata["adam.step"] = String(optimizer.step)
    if let returnNormalizer { try archive.encode(returnNormalizer, as: "returnNormalizer") }
    return archive
  }

  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try requireSameTask(as: archive)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    var blocks: [(ParameterSlice, [Float])] = []
    for entry in layout.entries {
      let values = try archive.tensor(entry.name, shape: [entry.slice.rows, entry.slice.columns])
      blocks.append((entry.slice, values))
    }
    let normalizer =
      observationNormalizer == nil
      ? nil : try archive.decode(ObservationNormalizer.self, from: "observationNormalizer")
    if content == .training {
      let first = try archive.tensor("adam.firstMoment", shape: [layout.count])
      let second = try archive.tensor("adam.secondMoment", shape: [layout.count])
      guard let step = Int(try archive.text("adam.step")), step >= 0 else {
        throw ArchiveError("entry adam.step must be a count, was \(archive.metadata["adam.step"] ?? "")")
      }
      if returnNormalizer != nil {
        returnNormalizer = try archive.decode(ReturnNormalizer.self, from: "returnNormalizer")
      }
      optimizer.restore(step: step, firstMoment: first, secondMoment: second)
    }
    for (slice, values) in blocks {
      (parameters.pointer + slice.offset).update(from: values, count: values.count)
    }
    observationNormalizer = normalizer
    rollout.clear()
  }

  private func requireSameTask(as archive: TensorArchive) throws(ArchiveError) {
    let agent = try archive.text("agent")
    guard agent == "ppo" else { throw ArchiveError("is a checkpoint of agent \(agent), ppo is needed") }
    let space = try archive.decode(ObservationSpace.self, from: "observations")
    guard space == observationSpace else {
      throw ArchiveError(
        "is for observations of \(space.width) values (\(space.groups.map(\.name).joined(separator: ", "))), "
          + "\(observationSpace.width) are needed; it may be of another preset")
    }
    let actions = try archive.text("actions")
    guard actions == actionSpace.description else {
      throw ArchiveError("is for \(actions) actions, \(actionSpace.description) are needed")
    }
  }
}
