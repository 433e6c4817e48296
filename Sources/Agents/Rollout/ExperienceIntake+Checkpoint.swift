import Persistence
import RLCore

/// What a checkpoint holds of the intake: what was seen, never how it is configured.
///
/// Limits and the discount are those of the agent that reads, so that one with other settings goes on with them.
extension ExperienceIntake {
  private static let observationKey = "observationNormalizer"
  private static let returnKey = "returnNormalizer"

  /// Adds the statistics to an archive, for training also a bad number that `learn` has not yet refused.
  func write(_ content: CheckpointContent, to archive: inout TensorArchive) throws(ArchiveError) {
    if let observationNormalizer { try archive.encode(observationNormalizer, as: Self.observationKey) }
    guard content == .training else { return }
    archive.add(history, environments: inspection.environments)
    if let returnNormalizer { try archive.encode(returnNormalizer.memory, as: Self.returnKey) }
    try archive.add(inspection.defect)
  }

  /// This intake with the statistics of an archive.
  func reading(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) -> ExperienceIntake {
    var result = self
    if let statistics = try observationStatistics(from: archive) { result.observationNormalizer?.restore(statistics) }
    result.inspection.clear()
    guard content == .training else { return result }
    result.history = try archive.windowHistory(of: observationSpace, environments: inspection.environments)
    if let memory = try returnMemory(from: archive) { result.returnNormalizer?.restore(memory) }
    result.inspection.restore(try archive.defect())
    return result
  }

  private func observationStatistics(from archive: TensorArchive) throws(ArchiveError) -> RunningStatistics? {
    let key = Self.observationKey
    guard observationNormalizer != nil else {
      // Weights that were learnt on normalised observations are of no use without.
      guard archive.metadata[key] == nil else { throw ArchiveError("normalises observations, this agent does not") }
      return nil
    }
    let normalizer = try archive.decode(ObservationNormalizer.self, from: key)
    let width = observationSpace.statisticsWidth
    guard normalizer.space == observationSpace, normalizer.statistics.dimensions == width else {
      throw ArchiveError("entry \(key) must be for \(width) values, was \(normalizer.statistics.dimensions)")
    }
    return normalizer.statistics
  }

  private func returnMemory(from archive: TensorArchive) throws(ArchiveError) -> ReturnNormalizer.Memory? {
    guard let returnNormalizer else { return nil }
    let memory = try archive.decode(ReturnNormalizer.Memory.self, from: Self.returnKey)
    guard memory.returns.count == returnNormalizer.environments, memory.statistics.dimensions == 1 else {
      throw ArchiveError(
        "entry \(Self.returnKey) must be for \(returnNormalizer.environments) environments, was "
          + "\(memory.returns.count)")
    }
    return memory
  }
}
