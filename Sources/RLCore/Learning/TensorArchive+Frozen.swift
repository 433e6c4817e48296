import Persistence
import Tensors

/// Which parameters do not learn, in a training archive. One of a run that freezes nothing does not mention it.
extension TensorArchive {
  private static let frozenKey = "frozen"

  /// Adds the names of the frozen blocks of an agent's learners.
  public mutating func addFrozen(of learners: [Learner]) throws(ArchiveError) {
    let names = learners.frozenNames
    if !names.isEmpty { try encode(names, as: Self.frozenKey) }
  }

  /// The names of frozen blocks, all of which an agent's learners have; to be given to `restoreFrozen(_:)`.
  public func frozenNames(of learners: [Learner]) throws(ArchiveError) -> [String] {
    guard metadata[Self.frozenKey] != nil else { return [] }
    let names = try decode([String].self, from: Self.frozenKey)
    let known = learners.parameterNames
    if let stranger = names.first(where: { !known.contains($0) }) {
      throw ArchiveError("entry \(Self.frozenKey) must name parameters, was \(stranger)")
    }
    return names
  }
}
