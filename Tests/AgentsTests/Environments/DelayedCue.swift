import RLCore
import Randomness

/// Shows a cue once and asks for it some steps later.
///
/// An observation names the cue in the first step, and nothing after; a last column says when to answer. Only the
/// answer pays. Who forgets can do no better than to guess.
struct DelayedCue<ActionType: CueAction>: Environment {
  let choices: Int
  let delay: Int
  let masksActions: Bool
  private var cue = 0
  private var steps = 0

  init(choices: Int = 3, delay: Int = 3, masksActions: Bool = false) {
    self.choices = choices
    self.delay = delay
    self.masksActions = masksActions
  }

  var observationSpace: ObservationSpace { ObservationSpace(width: choices + 1) }
  var actionSpace: ActionType.Domain { ActionType.domain(choices: choices) }

  mutating func reset(using random: inout RandomStream) {
    cue = random.index(below: choices)
    steps = 0
  }

  mutating func step(_ action: ActionType) -> StepOutcome {
    let isAnswer = steps == delay
    precondition(!masksActions || isValid(action.choice(of: choices)), "a masked choice was made")
    steps += 1
    return StepOutcome(
      reward: isAnswer && action.choice(of: choices) == cue ? 1 : 0, end: isAnswer ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    for index in row.indices { row[index] = 0 }
    if steps == 0 { row[cue] = 1 }
    if steps == delay { row[choices] = 1 }
  }

  /// Before the answer only the first choice is valid.
  func writeActionMask(into row: inout MutableSpan<Bool>) {
    for index in row.indices { row[index] = isValid(index % choices) }
  }

  private func isValid(_ choice: Int) -> Bool { steps == delay || choice == 0 }
}

/// An action that names one of several choices.
protocol CueAction: Action {
  static func domain(choices: Int) -> Domain
  func choice(of choices: Int) -> Int
}

extension DiscreteAction: CueAction {
  static func domain(choices: Int) -> Domain { Domain(count: choices) }
  func choice(of choices: Int) -> Int { index }
}

extension MultiDiscreteAction: CueAction {
  /// Two choices that must both be the cue.
  static func domain(choices: Int) -> Domain { Domain(counts: [choices, choices]) }
  func choice(of choices: Int) -> Int { indices[0] == indices[1] ? indices[0] : -1 }
}

extension ContinuousAction: CueAction {
  /// A number in −1...1, cut into equal parts.
  static func domain(choices: Int) -> Domain { Domain(low: [-1], high: [1]) }
  func choice(of choices: Int) -> Int { min(Int((values[0] + 1) / 2 * Float(choices)), choices - 1) }
}
