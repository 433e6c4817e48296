import Persistence
import RLCore
import Tensors

/// What a checkpoint holds. Between two updates the rollout is empty, so that a training checkpoint taken there needs
/// weights, moments and statistics, and no experience. One taken within a rollout leaves the unfinished rollout out:
/// whoever goes on from it starts with new episodes, to which the old steps do not lead.
extension PPO {
  /// Weights and the observation normaliser; for training also Adam's moments and the return normaliser.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = try TensorArchive(of: "ppo", content, observations: observationSpace, actions: actionSpace)
    if let observationNormalizer { try archive.encode(observationNormalizer, as: "observationNormalizer") }
    archive.add(parameters, layout: layout)
    guard content == .training else { return archive }
    archive.add(optimizer, as: "adam")
    if let returnNormalizer { try archive.encode(returnNormalizer, as: "returnNormalizer") }
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.requireTask(of: "ppo", observations: observationSpace, actions: actionSpace)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let values = try archive.parameters(layout)
    let normalizer = try self.normalizer(from: archive)
    if content == .training {
      let moments = try archive.adam("adam", count: layout.count)
      let scaler = try rewardScaler(from: archive)
      moments.restore(to: &optimizer)
      returnNormalizer = scaler
    }
    parameters.take(values)
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

  private func rewardScaler(from archive: TensorArchive) throws(ArchiveError) -> ReturnNormalizer? {
    guard returnNormalizer != nil else { return nil }
    let scaler = try archive.decode(ReturnNormalizer.self, from: "returnNormalizer")
    guard scaler.environments == rollout.environments, scaler.statistics.dimensions == 1 else {
      throw ArchiveError(
        "entry returnNormalizer must be for \(rollout.environments) environments, was \(scaler.environments)")
    }
    return scaler
  }
}
