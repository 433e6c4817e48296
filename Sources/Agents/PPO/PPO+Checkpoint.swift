import Persistence
import RLCore
import Tensors

/// What a checkpoint holds. Between two updates the rollout is empty, so that a training checkpoint taken there needs
/// weights, moments and statistics, and no experience. One taken within a rollout leaves the unfinished rollout out:
/// whoever goes on from it starts with new episodes, to which the old steps do not lead.
extension PPO {
  /// Weights and the observation normaliser; for training also Adam's moments and the return normaliser.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
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
    archive.add(.init(name: "adam.firstMoment", shape: [layout.count], values: Array(optimizer.firstMoment.values)))
    archive.add(.init(name: "adam.secondMoment", shape: [layout.count], values: Array(optimizer.secondMoment.values)))
    archive.metadata["adam.step"] = String(optimizer.step)
    if let returnNormalizer { try archive.encode(returnNormalizer, as: "returnNormalizer") }
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try requireSameTask(as: archive)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    var blocks: [(ParameterSlice, [Float])] = []
    for entry in layout.entries {
      let values = try archive.tensor(entry.name, shape: [entry.slice.rows, entry.slice.columns])
      blocks.append((entry.slice, values))
    }
    let normalizer = try self.normalizer(from: archive)
    if content == .training {
      let (step, first, second) = try moments(from: archive)
      let scaler = try rewardScaler(from: archive)
      optimizer.restore(step: step, firstMoment: first, secondMoment: second)
      returnNormalizer = scaler
    }
    for (slice, values) in blocks {
      (parameters.pointer + slice.offset).update(from: values, count: values.count)
    }
    observationNormalizer = normalizer
    rollout.clear()
  }

  private func normalizer(from archive: TensorArchive) throws(ArchiveError) -> ObservationNormalizer? {
    let key = "observationNormalizer"
    guard observationNormalizer != nil else {
      // Weights that were learnt on normalised observations are of no use without.
      guard archive.metadata[key] == nil else { throw ArchiveError("normalises observations, this agent does not") }
      return nil
    }
    let normalizer = try archive.decode(ObservationNormalizer.self, from: key)
    guard normalizer.space == observationSpace, normalizer.statistics.dimensions == observationSpace.width else {
      throw ArchiveError(
        "entry \(key) must be for \(observationSpace.width) values, was \(normalizer.statistics.dimensions)")
    }
    return normalizer
  }

  private func moments(
    from archive: TensorArchive
  ) throws(ArchiveError) -> (step: Int, first: [Float], second: [Float]) {
    let first = try archive.tensor("adam.firstMoment", shape: [layout.count])
    let second = try archive.tensor("adam.secondMoment", shape: [layout.count])
    let text = try archive.text("adam.step")
    guard let step = Int(text), step >= 0 else { throw ArchiveError("entry adam.step must be a count, was \(text)") }
    return (step, first, second)
  }

  private func rewardScaler(from archive: TensorArchive) throws(ArchiveError) -> ReturnNormalizer? {
    guard returnNormalizer != nil else { return nil }
    let scaler = try archive.decode(ReturnNormalizer.self, from: "returnNormalizer")
    guard scaler.environments == rollout.environments, scaler.statistics.dimensions == 1 else {
      throw ArchiveError(
        "entry returnNormalizer must be for \(rollout.environments) environments, was \(scaler.environments)")
    }
    return scaler
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
