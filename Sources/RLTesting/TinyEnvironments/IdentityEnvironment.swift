import RLCore
import Randomness
import Settings

/// Pays 1 for the choice that the observation names.
///
/// Without knowledge it pays 1/choices a step.
public struct IdentityEnvironment: Environment {
  /// What it accepts.
  public typealias ActionType = DiscreteAction

  /// How many choices there are.
  public let choices: Int
  /// Steps of an episode.
  public let length: Int
  /// Whether about half of the wrong choices are masked in every step.
  public let masksActions: Bool
  private var random = RandomStream(seed: 0)
  private var target = 0
  private var isValid: [Bool]
  private var steps = 0

  /// A task of `choices` choices in episodes of `length` steps.
  public init(choices: Int, length: Int = 16, masksActions: Bool = false) {
    self.choices = choices
    self.length = length
    self.masksActions = masksActions
    isValid = [Bool](repeating: true, count: choices)
  }

  /// What is to be done, one hot.
  public var observationSpace: ObservationSpace { ObservationSpace(width: choices) }
  /// What can be done.
  public var actionSpace: DiscreteAction.Domain { DiscreteAction.Domain(count: choices) }

  /// Starts an episode.
  public mutating func reset(using random: inout RandomStream) {
    self.random = RandomStream(seed: random.next())
    steps = 0
    next()
  }

  /// Pays, and shows what is to be done next.
  public mutating func step(_ action: DiscreteAction) -> StepOutcome {
    enforce(isValid[action.index], "choice \(action.index) is masked")
    let reward: Float = action.index == target ? 1 : 0
    steps += 1
    next()
    return StepOutcome(reward: reward, end: steps == length ? .terminated : nil)
  }

  /// Writes what is to be done.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    for index in row.indices { row[index] = index == target ? 1 : 0 }
  }

  /// Writes which choices are valid; the right one always is.
  public func writeActionMask(into row: inout MutableSpan<Bool>) {
    for index in row.indices { row[index] = isValid[index] }
  }

  private mutating func next() {
    target = random.index(below: choices)
    if masksActions { for index in 0..<choices { isValid[index] = index == target || random.uniform() < 0.5 } }
  }
}
