extension TensorArchive {
  /// Adds all of another archive under a name of its own: what several parts of a run put into one file.
  ///
  /// Tensors and entries are named `section/name`; sections nest.
  ///
  /// - Precondition: The section is new.
  public mutating func add(_ other: TensorArchive, section: String) {
    for tensor in other.tensors {
      add(Tensor(name: "\(section)/\(tensor.name)", shape: tensor.shape, values: tensor.values))
    }
    // Marks a section that holds nothing, too.
    metadata[section] = "section"
    for (key, text) in other.metadata { metadata["\(section)/\(key)"] = text }
  }

  /// What was added under a name.
  ///
  /// - Throws: ``ArchiveError`` if there is no such section.
  public func section(_ name: String) throws(ArchiveError) -> TensorArchive {
    guard metadata[name] == "section" else { throw ArchiveError("has no section \(name)") }
    let prefix = "\(name)/"
    var part = TensorArchive()
    for tensor in tensors where tensor.name.hasPrefix(prefix) {
      part.add(Tensor(name: String(tensor.name.dropFirst(prefix.count)), shape: tensor.shape, values: tensor.values))
    }
    for (key, text) in metadata where key.hasPrefix(prefix) {
      part.metadata[String(key.dropFirst(prefix.count))] = text
    }
    return part
  }

  /// Whether something was added under a name.
  public func hasSection(_ name: String) -> Bool { metadata[name] == "section" }
}
