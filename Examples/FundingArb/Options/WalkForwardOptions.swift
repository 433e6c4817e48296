import ArgumentParser
import RLFramework
import TradingExperiments

extension WalkForwardSettings.Scheme: ExpressibleByArgument {}

/// How the history is cut into folds.
struct WalkForwardOptions: ParsableArguments {
  @Option(help: "Folds: anchored, rolling, or combinatorial (every choice of groups is tested). (default: anchored)")
  var scheme: WalkForwardSettings.Scheme?
  @Option(help: "Folds of an anchored or rolling walk. (default: 4)")
  var folds: Int?
  @Option(help: "Groups of hours of a combinatorial scheme. (default: 6)")
  var groups: Int?
  @Option(help: "Groups that are tested at once. (default: 2)")
  var testGroups: Int?
  @Option(help: "Hours left out between training, selection and test. (default: the longer of an episode and 72)")
  var purge: Int?
  @Option(help: "Hours left out after each test. (default: 24)")
  var embargo: Int?

  /// Whether anything was given.
  var isEmpty: Bool {
    scheme == nil && folds == nil && groups == nil && testGroups == nil && purge == nil && embargo == nil
  }

  /// The settings, for a task with episodes of so many hours.
  ///
  /// A training sample reaches as far as its episode, and features look back 72 hours.
  func settings(episodeHours: Int) throws(ConfigurationError) -> WalkForwardSettings {
    var settings = WalkForwardSettings()
    settings.scheme = scheme ?? settings.scheme
    settings.folds = folds ?? settings.folds
    settings.groups = groups ?? settings.groups
    settings.testGroups = testGroups ?? settings.testGroups
    settings.purge = purge ?? max(episodeHours, 72)
    settings.embargo = embargo ?? settings.embargo
    try settings.validate()
    return settings
  }
}
