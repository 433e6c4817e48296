import Persistence

/// Which parameters do not learn, in a training archive. One of a run that freezes nothing does not mention it.
extension TensorArchive {
  private static let frozenKey = "frozen"

  /// Adds the names of frozen blocks.
  mutating func add(frozen names: [String]) throws(ArchiveError) {
    if !names.isEmpty { try encode(names, as: Self.frozenKey) }
  }

  /// The names of frozen blocks, all of which an agent has.
  func frozenNames(of groups: [any ParameterGroup]) throws(ArchiveError) -> [String] {
    guard metadata[Self.frozenKey] != nil else { return [] }
    let names = try decode([String].self, from: Self.frozenKey)
    let known = groups.parameterNames
    if let stranger = names.first(where: { !known.contains($0) }) {
      throw ArchiveError("entry \(Self.frozenKey) must name parameters, was \(stranger)")
    }
    return names
  }
}
