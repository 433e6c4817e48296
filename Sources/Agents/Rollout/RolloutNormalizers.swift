import Persistence
import RLCore

/// The running statistics that an agent learns its observations and rewards through, with their checkpointing.
struct RolloutNormalizers: Equatable {
  /// Of observations; `nil` where they are taken as they come.
  var observations: ObservationNormalizer?
  /// Of rewards, by the deviation of the discounted return; `nil` where they are taken as they come.
  var returns: ReturnNormalizer?

  private static let observationKey = "observationNormalizer"
  private static let returnKey = "returnNormalizer"

  /// Statistics of nothing yet; `nil` for a discount normalises no returns.
  init(observations space: ObservationSpace?, returnsDiscountedBy discount: Float?, environments: Int) {
    observations = space.map { ObservationNormalizer(space: $0) }
    returns = discount.map { ReturnNormalizer(environments: environments, discount: $0) }
  }

  /// Adds what acting needs, or what training needs.
  func add(to archive: inout TensorArchive, _ content: CheckpointContent) throws(ArchiveError) {
    if let observations { try archive.encode(observations, as: Self.observationKey) }
    guard content == .training, let returns else { return }
    try archive.encode(returns, as: Self.returnKey)
  }

  /// The statistics of an archive; where it holds a policy only, those of the returns stay.
  ///
  /// - Throws: `ArchiveError` where they do not fit.
  func restored(
    _ content: CheckpointContent, from archive: TensorArchive, space: ObservationSpace
  ) throws(ArchiveError) -> RolloutNormalizers {
    var result = self
    result.observations = try observationStatistics(from: archive, space: space)
    if content == .training { result.returns = try returnStatistics(from: archive) }
    return result
  }

  private func observationStatistics(
    from archive: TensorArchive, space: ObservationSpace
  ) throws(ArchiveError) -> ObservationNormalizer? {
    let key = Self.observationKey
    guard observations != nil else {
      // Weights that were learnt on normalised observations are of no use without.
      guard archive.metadata[key] == nil else { throw ArchiveError("normalises observations, this agent does not") }
      return nil
    }
    let found = try archive.decode(ObservationNormalizer.self, from: key)
    guard found.space == space, found.statistics.dimensions == space.width else {
      throw ArchiveError("entry \(key) must be for \(space.width) values, was \(found.statistics.dimensions)")
    }
    return found
  }

  private func returnStatistics(from archive: TensorArchive) throws(ArchiveError) -> ReturnNormalizer? {
    guard let returns else { return nil }
    let found = try archive.decode(ReturnNormalizer.self, from: Self.returnKey)
    guard found.environments == returns.environments, found.statistics.dimensions == 1 else {
      throw ArchiveError(
        "entry \(Self.returnKey) must be for \(returns.environments) environments, was \(found.environments)")
    }
    return found
  }
}
