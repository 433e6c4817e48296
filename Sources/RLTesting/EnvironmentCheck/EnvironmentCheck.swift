import RLCore
import Randomness

/// One run of the check: what it needs to look at and act on an environment, and what it has found.
struct EnvironmentCheck<E: Environment> {
  typealias ActionType = E.ActionType
  typealias Sample = (ActionType.Domain, [Bool], inout RandomStream) -> ActionType

  /// Other seeds and further episodes that are compared with the first: some tasks have only few different starts.
  static var comparedSeeds: Int { 8 }

  /// What rows hold before an environment writes them: not a number, and not the usual one.
  private static var sentinel: UInt32 { 0x7FC5_A5A5 }

  var report = EnvironmentReport()
  private let observationSpace: ObservationSpace
  private let actionSpace: ActionType.Domain
  private let choices: [Int]
  private let customSample: Sample?

  /// Takes the spaces from an environment that has not been reset.
  init(example: E, sample: Sample?) {
    observationSpace = example.observationSpace
    actionSpace = example.actionSpace
    customSample = sample
    choices = actionSpace.choices
    if observationSpace.width == 0 {
      report.add(.constantSpaces, "the observation must have at least one value, its space has none")
    }
    if example.masksActions && actionSpace.maskWidth == 0 {
      report.add(.declaredMask, "masksActions is true, but a mask over \(actionSpace) has no flags")
    }
  }

  /// Reads the current observation and mask of an environment, and checks them.
  mutating func look(at environment: E, _ place: @autoclosure () -> String) -> EnvironmentMoment {
    if environment.observationSpace != observationSpace {
      report.add(
        .constantSpaces,
        "the observation space must never change, had width \(observationSpace.width) before the first reset and "
          + "\(environment.observationSpace.width) \(place())")
    }
    if environment.actionSpace != actionSpace {
      report.add(
        .constantSpaces,
        "the action space must never change, was \(actionSpace) before the first reset and "
          + "\(environment.actionSpace) \(place())")
    }
    // The row has the width that the environment claims now, so that a changed one is reported instead of trapping.
    var row = [Float](repeating: Float(bitPattern: Self.sentinel), count: environment.observationSpace.width)
    var values = row.mutableSpan
    environment.writeObservation(into: &values)
    let bits = row.map(\.bitPattern)
    if let index = bits.firstIndex(of: Self.sentinel) {
      report.add(.writtenObservation, "observation value \(index) was not written \(place())")
    }
    if let index = row.indices.first(where: { !row[$0].isFinite && bits[$0] != Self.sentinel }) {
      report.add(.finiteObservation, "observation value \(index) must be finite, was \(row[index]) \(place())")
    }
    return EnvironmentMoment(observation: bits, mask: mask(of: environment, place()))
  }

  private mutating func mask(of environment: E, _ place: @autoclosure () -> String) -> [Bool] {
    var mask = [Bool](repeating: true, count: actionSpace.maskWidth)
    guard !mask.isEmpty, environment.actionSpace == actionSpace else { return mask }
    var flags = mask.mutableSpan
    environment.writeActionMask(into: &flags)
    if !environment.masksActions, let index = mask.firstIndex(of: false) {
      report.add(.declaredMask, "masksActions is false, but flag \(index) of the mask was cleared \(place())")
    }
    var start = 0
    for (choice, count) in choices.enumerated() {
      if !mask[start..<start + count].contains(true) {
        report.add(.validChoice, "choice \(choice) had no valid option among \(count) \(place())")
      }
      start += count
    }
    return mask
  }

  /// Whether no episode has come to a point where no valid action could be drawn.
  var canDraw: Bool {
    ![.constantSpaces, .validChoice, .sampledAction].contains(where: report.hasBroken)
  }

  /// A valid action, or `nil` if none can be drawn.
  mutating func action(mask: [Bool], using random: inout RandomStream) -> ActionType? {
    guard canDraw else { return nil }
    let drawn: ActionType?
    if let customSample {
      drawn = customSample(actionSpace, mask, &random)
    } else {
      drawn = (actionSpace as? any SampledSpace)?.sample(mask: mask, using: &random) as? ActionType
    }
    guard let drawn else {
      report.add(.sampledAction, "actions of \(actionSpace) can be drawn only by a function passed as `sample`")
      return nil
    }
    guard actionSpace.contains(drawn) else {
      report.add(.sampledAction, "`sample` must draw from \(actionSpace), drew \(drawn)")
      return nil
    }
    checkStorage(of: drawn)
    return drawn
  }

  private mutating func checkStorage(of action: ActionType) {
    var row = [Float](repeating: 0, count: actionSpace.storageWidth)
    var values = row.mutableSpan
    action.write(into: &values)
    let read = ActionType(from: row.span)
    if read != action { report.add(.storedAction, "the action \(action) reads back as \(read) after it was stored") }
  }
}
