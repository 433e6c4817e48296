import RLCore
import Randomness

/// What is wrong with a ``FaultyEnvironment``.
enum Fault {
  case none
  case growingObservation
  case emptyObservation
  case changingActions
  case skippedValue
  case addedValue
  case infiniteObservation
  case infiniteReward
  case noValidChoice
  case undeclaredMask
  case systemRandomness
  case differentProcess
  case keptCounter
  case keptWhenAbandoned
  case sharedState
  case ignoredSeed
  case splitOnly
  case endless
}

/// State outside of the environments, as a global variable would be.
final class Outside {
  var made = 0
  var position: Float = 0
}

/// A walk from a random start over 20 steps, with a mask; right, unless it is told to go wrong in one way.
struct FaultyEnvironment: Environment {
  typealias ActionType = DiscreteAction

  let fault: Fault
  let outside: Outside
  private let number: Int
  private var position: Float = 0
  private var drift: Float = 0
  private var steps = 0
  private var episodes = 0
  private var hasEnded = true

  init(_ fault: Fault, outside: Outside = Outside()) {
    self.fault = fault
    self.outside = outside
    outside.made += 1
    number = outside.made
  }

  var observationSpace: ObservationSpace {
    switch fault {
    case .growingObservation: ObservationSpace(width: steps < 5 ? 2 : 3)
    case .emptyObservation: ObservationSpace(groups: [])
    default: ObservationSpace(width: 2)
    }
  }

  var actionSpace: DiscreteAction.Domain {
    DiscreteAction.Domain(count: fault == .changingActions && steps > 3 ? 4 : 3)
  }

  var masksActions: Bool { fault != .undeclaredMask }

  mutating func reset(using random: inout RandomStream) {
    episodes += 1
    switch fault {
    case .ignoredSeed: drift = 0.1
    case .splitOnly: drift = random.split("drift").uniformFloat
    default: drift = random.uniform()
    }
    position = 0
    switch fault {
    case .differentProcess: position = number > 2 ? 1 : 0
    case .keptCounter: position = Float(episodes)
    case .keptWhenAbandoned: position = hasEnded ? 0 : 1
    default: break
    }
    outside.position = 0
    steps = 0
    hasEnded = false
  }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    position += drift + Float(action.index)
    if fault == .systemRandomness { position += Float.random(in: 0..<1) }
    if fault == .sharedState {
      outside.position += 1
      position = outside.position + drift
    }
    steps += 1
    hasEnded = steps == 20 && fault != .endless
    return StepOutcome(
      reward: fault == .infiniteReward && steps == 3 ? .infinity : -position, end: hasEnded ? .truncated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    guard !row.isEmpty else { return }
    row[0] = fault == .infiniteObservation && steps == 7 ? .nan : position
    switch fault {
    case .skippedValue: break
    case .addedValue: row[1] += drift
    default: for index in 1..<row.count { row[index] = drift }
    }
  }

  func writeActionMask(into row: inout MutableSpan<Bool>) {
    row[steps % 3] = false
    if fault == .noValidChoice && steps == 4 {
      for index in row.indices { row[index] = false }
    }
  }
}

extension RandomStream {
  fileprivate var uniformFloat: Float {
    var copy = self
    return copy.uniform()
  }
}
