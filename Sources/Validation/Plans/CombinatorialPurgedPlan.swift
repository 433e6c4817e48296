import Settings

/// Combinatorial purged cross-validation: every choice of k of N groups in time is tested once by what was trained on
/// the others.
///
/// Source: López de Prado, "Advances in Financial Machine Learning" (2018), chapter 12. There are C(N, k) splits; since
/// every group is tested in C(N − 1, k − 1) of them, the tests join to φ = k / N · C(N, k) paths that each cover all bars
/// once, and a statistic has a distribution over paths instead of one value.
///
/// Training on bars after the test knows the future of the tested market. The distribution says how much a result depends on
/// which hours it was tested on; it is no estimate of what would have been earned in time, which is what
/// ``WalkForwardPlan`` is for.
public struct CombinatorialPurgedPlan: Configuration {
  /// Number of groups N.
  public var groups = 6
  /// Groups tested in each split, k.
  public var testGroups = 2
  /// Bars left out of training on both sides of every tested group: the longest time that a position is held.
  public var purge = 72
  /// Further bars left out of training after every tested group.
  public var embargo = 24
  /// First bar of a final window of which no split uses any bar; `nil`: there is none.
  public var untouchedFrom: Int?

  /// Six groups, two of them tested: 15 splits, 5 paths.
  public init() {}

  /// Most splits that a plan may have; each costs a training.
  public static let maximumSplits = 10_000

  /// Requires a number of groups and gaps that can be used; the error names the first that cannot.
  public func validate() throws(ConfigurationError) {
    try require((2...64).contains(groups), "groups", must: "be in 2…64", found: groups)
    try require((1..<groups).contains(testGroups), "testGroups", must: "be in 1..<\(groups)", found: testGroups)
    try BarCount.require(gap: purge, "purge")
    try BarCount.require(gap: embargo, "embargo")
    let splits = Combinations.count(of: testGroups, from: groups)
    try require(
      splits <= Self.maximumSplits, "testGroups",
      must: "give at most \(Self.maximumSplits) splits", found: "\(testGroups) of \(groups), which gives \(splits)")
  }

  /// The splits over a range of bars, and the paths that their tests join to.
  ///
  /// - Throws: `ConfigurationError` for a setting out of range, and where a group would be empty or a split
  ///   would have nothing to train on.
  /// - Complexity: O(splits · groups²).
  public func arrangement(over bars: Range<Int>) throws(ConfigurationError) -> CombinatorialPurgedArrangement {
    try validate()
    let usable = bars.beforeUntouched(untouchedFrom)
    try require(
      usable.count >= groups, "groups", must: "be at most the bars of the range, \(usable.count)", found: groups)
    let windows = (0..<groups).map { group in
      (usable.lowerBound + usable.count * group / groups)..<(usable.lowerBound + usable.count * (group + 1) / groups)
    }
    var splits: [CombinatorialPurgedArrangement.Split] = []
    for (index, tested) in Combinations.all(of: testGroups, from: groups).enumerated() {
      var train = [usable]
      for group in tested {
        train = train.removing(
          (windows[group].lowerBound - purge)..<(windows[group].upperBound + purge + embargo))
      }
      try require(
        train.barCount > 0, "purge",
        must: "with an embargo of \(embargo) leave bars to train on where groups \(tested) are tested", found: purge)
      splits.append(.init(index: index, testGroups: tested, train: train, test: tested.map { windows[$0] }))
    }
    return CombinatorialPurgedArrangement(groups: windows, splits: splits)
  }
}
