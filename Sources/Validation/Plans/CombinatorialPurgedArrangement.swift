/// The splits of a ``CombinatorialPurgedPlan`` over certain bars, and the paths that their tests join to.
public struct CombinatorialPurgedArrangement: Codable, Sendable, Equatable {
  /// One choice of tested groups.
  public struct Split: Codable, Sendable, Equatable {
    /// Position among the splits, from 0.
    public var index: Int
    /// The groups that are tested, ascending.
    public var testGroups: [Int]
    /// Bars to fit on, ascending and disjoint.
    public var train: [Range<Int>]
    /// The tested groups' bars, in the order of ``testGroups``; each is run on its own, closing at its end.
    public var test: [Range<Int>]
  }

  /// The bars of each group, half-open, ascending, without gaps.
  public let groups: [Range<Int>]
  /// Every choice of tested groups, in lexicographic order.
  public let splits: [Split]
  /// Which split tests a group in a path: `paths[path][group]`.
  ///
  /// The j-th split that tests a group serves path j (López de Prado 2018, section 12.4.1).
  public let paths: [[Int]]

  init(groups: [Range<Int>], splits: [Split]) {
    self.groups = groups
    self.splits = splits
    var testing = groups.map { _ in [Int]() }
    for split in splits {
      for group in split.testGroups { testing[group].append(split.index) }
    }
    paths = testing[0].indices.map { path in testing.map { $0[path] } }
  }

  /// Values of every path in time order, joined from those of the tested groups.
  ///
  /// - Parameter values: The values (returns, say) of a group as a split tested it.
  /// - Returns: One list a path.
  public func joined<Value>(_ values: (_ split: Int, _ group: Int) throws -> [Value]) rethrows -> [[Value]] {
    try paths.map { path in
      try path.indices.flatMap { group in try values(path[group], group) }
    }
  }
}
