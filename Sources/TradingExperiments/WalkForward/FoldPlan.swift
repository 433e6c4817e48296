import Settings
import Training
import Validation

/// The windows of one fold or split, whatever scheme they come from.
public struct FoldPlan: Codable, Sendable, Equatable {
  /// Names its folder: `03`.
  public var name: String
  /// Hours to fit weights and scalers on.
  public var train: [Range<Int>]
  /// Hours to choose a policy on.
  public var validation: Range<Int>
  /// Each is played by itself, with every position closed at its end at full cost.
  public var tests: [Range<Int>]

  /// A step of a walk forward.
  public init(_ fold: Fold) {
    name = Self.name(fold.index)
    train = fold.train
    validation = fold.validation
    tests = [fold.test]
  }

  /// A split of a combinatorial cross-validation; the end of its longest training range is set apart to select on.
  ///
  /// - Parameters:
  ///   - split: Training ranges and tested groups.
  ///   - purge: Hours left out between what is trained on and what is selected on.
  /// - Throws: `ConfigurationError` if no training range is long enough.
  public init(_ split: CombinatorialPurgedArrangement.Split, purge: Int) throws(ConfigurationError) {
    name = Self.name(split.index)
    tests = split.test
    guard let place = split.train.indices.max(by: { split.train[$0].count < split.train[$1].count }) else {
      throw ConfigurationError(field: "groups", must: "leave hours to train on", found: "none in split \(split.index)")
    }
    let range = split.train[place]
    let selected = range.count / 4
    guard selected > purge, range.count - selected > 2 * purge else {
      throw ConfigurationError(
        field: "groups", must: "leave more hours to train on than the purge of \(purge)", found: "\(range.count)")
    }
    validation = (range.upperBound - selected)..<range.upperBound
    train = split.train
    train[place] = range.lowerBound..<(validation.lowerBound - purge)
  }

  private static func name(_ index: Int) -> String { (index < 9 ? "0" : "") + "\(index + 1)" }
}

/// What a fold came to.
public struct FoldResult: Codable, Sendable, Equatable {
  /// Its windows.
  public var plan: FoldPlan
  /// Every policy that was judged on the validation window.
  public var trials: [Trial]
  /// Steps of the policy that was chosen.
  public var chosenSteps: Int
  /// The plays on each test window.
  package var plays: [[RecordedPlay]]
}
