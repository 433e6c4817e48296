import Settings

/// Spaces that come from files: what is decoded was not made by an initialiser that checks it.
extension ObservationSpace {
  /// Values of an observation beyond which a file is not believed.
  static let largestWidth = 1 << 22

  /// Requires groups that have values and names of their own, and a width that is theirs.
  public func validate() throws(ConfigurationError) {
    try require(!groups.isEmpty, "groups", must: "not be empty", found: "empty")
    var sum = 0
    var names: Set<String> = []
    for group in groups {
      let limits = 1...Self.largestWidth
      guard limits.contains(group.rows), limits.contains(group.columns) else {
        throw ConfigurationError(
          field: "group \(group.name)", must: "have rows and columns in \(limits)",
          found: "\(group.rows) × \(group.columns)")
      }
      sum += group.width
      try require(
        sum <= Self.largestWidth, "width", must: "be at most \(Self.largestWidth)", found: sum)
      try require(names.insert(group.name).inserted, "group \(group.name)", must: "be there once", found: "twice")
    }
    try require(width == sum, "width", must: "be \(sum), that of the groups", found: width)
  }
}

extension DiscreteAction.Domain {
  /// Requires at least one choice.
  public func validate() throws(ConfigurationError) {
    try require((1...1 << 22).contains(count), "count", must: "be in 1...\(1 << 22)", found: count)
  }
}

extension MultiDiscreteAction.Domain {
  /// Requires options for each choice.
  public func validate() throws(ConfigurationError) {
    try require(
      !counts.isEmpty && counts.count <= 1 << 16 && counts.allSatisfy { (1...1 << 16).contains($0) }, "counts",
      must: "be options of each choice in 1...\(1 << 16)", found: counts)
  }
}

extension ContinuousAction.Domain {
  /// Requires bounds that pair, the lower one below.
  public func validate() throws(ConfigurationError) {
    try require(
      !low.isEmpty && low.count == high.count && zip(low, high).allSatisfy { $0 < $1 }, "bounds",
      must: "pair, low below high", found: "\(low) and \(high)")
  }
}
