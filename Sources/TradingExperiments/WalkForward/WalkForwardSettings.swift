import Settings
import Validation

/// How the history is cut into folds.
public struct WalkForwardSettings: Configuration {
  /// Which folds are made.
  public enum Scheme: String, Codable, CaseIterable, Sendable {
    /// Training always begins at the first hour.
    case anchored
    /// Training has the same length in every fold.
    case rolling
    /// Every choice of some groups of hours is tested once, by what was trained on the others.
    case combinatorial
  }

  /// Which folds are made.
  public var scheme = Scheme.anchored
  /// Folds of an anchored or rolling walk.
  public var folds = 4
  /// Groups of hours of a combinatorial scheme.
  public var groups = 6
  /// Groups that are tested at once.
  public var testGroups = 2
  /// Hours; what is left out between windows.
  public var purge = 72
  /// Hours; what is left out after each test.
  public var embargo = 24

  /// Four anchored folds.
  public init() {}

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    switch scheme {
    case .anchored, .rolling: try walk.validate()
    case .combinatorial: try combinatorial.validate()
    }
  }

  /// The plan of an anchored or rolling walk.
  private var walk: WalkForwardPlan {
    var plan = WalkForwardPlan()
    plan.window = scheme == .rolling ? .rolling : .anchored
    plan.foldCount = folds
    plan.purge = purge
    plan.embargo = embargo
    return plan
  }

  /// The plan of a combinatorial cross-validation.
  private var combinatorial: CombinatorialPurgedPlan {
    var plan = CombinatorialPurgedPlan()
    plan.groups = groups
    plan.testGroups = testGroups
    plan.purge = purge
    plan.embargo = embargo
    return plan
  }

  /// The folds over some hours, and for a combinatorial scheme how their tests join to paths.
  ///
  /// - Throws: `ConfigurationError` if there are not enough hours.
  public func plans(
    over hours: Range<Int>
  ) throws(ConfigurationError) -> (folds: [FoldPlan], arrangement: CombinatorialPurgedArrangement?) {
    guard scheme == .combinatorial else {
      return (try walk.folds(over: hours).map(FoldPlan.init), nil)
    }
    let arrangement = try combinatorial.arrangement(over: hours)
    var folds: [FoldPlan] = []
    for split in arrangement.splits { folds.append(try FoldPlan(split, purge: purge)) }
    return (folds, arrangement)
  }
}
