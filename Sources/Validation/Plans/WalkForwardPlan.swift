import Settings

/// Folds that walk forward in time: train on the past, select on what follows, test on what follows that.
///
/// One fold after the other:
///
/// ```
/// train | purge | validation | purge | test | embargo | next test …
/// ```
///
/// * **Purge**: as many bars as a position can be held at most are left out between training and validation and between
///   validation and test, so that no position opened in one window reaches into the next (López de Prado, "Advances in
///   Financial Machine Learning", 2018, section 7.4.1).
/// * **Embargo**: the bars right after a test window are tested by no fold and trained on by no later fold; what is
///   correlated with the test for a while after it does not enter as if it were new (section 7.4.2). Validation windows
///   of later folds may pass over them.
///
/// Later folds train and select on what earlier folds tested on: time has passed by then. Tests end at the end of the
/// range; bars that lengths leave over are at its beginning, where an anchored plan trains on them and a rolling one
/// drops them.
public struct WalkForwardPlan: Configuration {
  /// Where training begins.
  public enum Window: String, Codable, Sendable, CaseIterable {
    /// Every fold trains from the first bar.
    case anchored
    /// Every fold trains on equally many bars, the latest ones.
    case rolling
  }

  /// Where training begins.
  public var window = Window.anchored
  /// Number of folds.
  public var foldCount = 4
  /// Bars that the first fold trains on, every fold in a rolling plan; `nil`: what the other lengths leave, half of all
  /// bars where they are `nil` too.
  public var trainLength: Int?
  /// Bars to select on in each fold; `nil`: as many as ``testLength``.
  public var validationLength: Int?
  /// Bars to test on in each fold; `nil`: an equal share of the bars that are not trained on first.
  public var testLength: Int?
  /// Bars left out between training and validation and between validation and test: the longest time that a position is
  /// held.
  public var purge = 72
  /// Bars after each test that no fold tests and no later fold trains on.
  public var embargo = 24
  /// First bar of a final window of which no fold uses any bar; `nil`: there is none.
  public var untouchedFrom: Int?

  /// Four anchored folds with lengths derived from the range, 72 bars of purge and 24 of embargo.
  public init() {}

  /// Requires lengths that can be used; the error names the first that cannot.
  public func validate() throws(ConfigurationError) {
    try require((1...10_000).contains(foldCount), "foldCount", must: "be in 1…10000", found: foldCount)
    for (name, length) in [
      ("trainLength", trainLength), ("validationLength", validationLength), ("testLength", testLength),
    ] {
      if let length { try require((1...BarCount.maximum).contains(length), name, must: "be in 1…10⁹", found: length) }
    }
    try BarCount.require(gap: purge, "purge")
    try BarCount.require(gap: embargo, "embargo")
  }

  /// The folds over a range of bars, in time order.
  ///
  /// - Throws: `ConfigurationError` for a setting out of range, and where the range has not enough bars.
  /// - Complexity: O(foldCount²).
  public func folds(over bars: Range<Int>) throws(ConfigurationError) -> [Fold] {
    try validate()
    let usable = bars.beforeUntouched(untouchedFrom)
    let lengths = try lengths(in: usable.count)
    var folds: [Fold] = []
    for index in 0..<foldCount {
      let remaining = foldCount - 1 - index
      let testEnd = usable.upperBound - remaining * (lengths.test + embargo)
      let test = (testEnd - lengths.test)..<testEnd
      let validationEnd = test.lowerBound - purge
      let validation = (validationEnd - lengths.validation)..<validationEnd
      let trainEnd = validation.lowerBound - purge
      let trainStart = window == .anchored ? usable.lowerBound : trainEnd - lengths.train
      var train = [trainStart..<trainEnd]
      for earlier in folds {
        train = train.removing(earlier.test.upperBound..<(earlier.test.upperBound + embargo))
      }
      try require(
        train.barCount > 0, "embargo", must: "leave bars to train on in fold \(index)", found: embargo)
      folds.append(Fold(index: index, train: train, validation: validation, test: test))
    }
    return folds
  }

  /// The three lengths, those that are not set derived from the bars there are.
  private func lengths(in bars: Int) throws(ConfigurationError) -> (train: Int, validation: Int, test: Int) {
    let free = bars - 2 * purge - (foldCount - 1) * embargo
    // Validation is as long as a test where it is not set, hence one part more.
    let parts = validationLength == nil ? foldCount + 1 : foldCount
    let afterTrain = free - (validationLength ?? 0)
    let test = testLength ?? (afterTrain - (trainLength ?? afterTrain / 2)) / parts
    let validation = validationLength ?? test
    let train = trainLength ?? (free - validation - foldCount * test)
    guard test >= 1, train >= 1, train + validation + foldCount * test <= free else {
      let lengths =
        "\(foldCount) tests of \(max(test, 1)), validation \(max(validation, 1)), training \(max(train, 1)), "
        + "2 purges of \(purge) and \(foldCount - 1) embargoes of \(embargo)"
      throw ConfigurationError(field: "the range", must: "have bars for \(lengths)", found: "\(max(bars, 0)) bars")
    }
    return (train, validation, test)
  }
}
