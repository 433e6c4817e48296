import RLCore
import Randomness

/// An environment that shows or pays something that is not a number, or far too much, once.
struct BadNumbers<Base: Environment>: Environment {
  typealias ActionType = Base.ActionType

  enum Quantity {
    case observation
    case reward
    /// Finite, but its square is not.
    case hugeReward

    var phrase: String {
      switch self {
      case .observation: "an observation"
      case .reward, .hugeReward: "a reward"
      }
    }
  }

  private var base: Base
  private let quantity: Quantity
  private let place: Int
  private var steps = 0

  /// Spoils one step of another environment, counted over all episodes.
  init(_ base: Base, _ quantity: Quantity, at place: Int) {
    self.base = base
    self.quantity = quantity
    self.place = place
  }

  var observationSpace: ObservationSpace { base.observationSpace }
  var actionSpace: ActionType.Domain { base.actionSpace }
  var masksActions: Bool { base.masksActions }

  mutating func reset(using random: inout RandomStream) { base.reset(using: &random) }

  mutating func step(_ action: ActionType) -> StepOutcome {
    steps += 1
    var outcome = base.step(action)
    if steps == place && quantity == .reward { outcome.reward = .nan }
    if steps == place && quantity == .hugeReward { outcome.reward = .greatestFiniteMagnitude }
    return outcome
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    base.writeObservation(into: &row)
    if steps == place && quantity == .observation { row[0] = .nan }
  }

  func writeActionMask(into row: inout MutableSpan<Bool>) { base.writeActionMask(into: &row) }
}
