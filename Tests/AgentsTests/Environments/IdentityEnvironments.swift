import RLCore
import Randomness

/// Pays 1 for the choice that the observation names.
///
/// Without knowledge it pays 1/choices a step.
struct IdentityEnvironment: Environment {
  typealias ActionType = DiscreteAction

  let choices: Int
  let length: Int
  let masksActions: Bool
  private var random = RandomStream(seed: 0)
  private var target = 0
  private var isValid: [Bool]
  private var steps = 0

  init(choices: Int, length: Int = 16, masksActions: Bool = false) {
    self.choices = choices
    self.length = length
    self.masksActions = masksActions
    isValid = [Bool](repeating: true, count: choices)
  }

  var observationSpace: ObservationSpace { ObservationSpace(width: choices) }
  var actionSpace: DiscreteAction.Domain { DiscreteAction.Domain(count: choices) }

  mutating func reset(using random: inout RandomStream) {
    self.random = RandomStream(seed: random.next())
    steps = 0
    next()
  }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    precondition(isValid[action.index], "choice \(action.index) is masked")
    let reward: Float = action.index == target ? 1 : 0
    steps += 1
    next()
    return StepOutcome(reward: reward, end: steps == length ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    for index in row.indices { row[index] = index == target ? 1 : 0 }
  }

  func writeActionMask(into row: inout MutableSpan<Bool>) {
    for index in row.indices { row[index] = isValid[index] }
  }

  private mutating func next() {
    target = random.index(below: choices)
    if masksActions { for index in 0..<choices { isValid[index] = index == target || random.uniform() < 0.5 } }
  }
}

/// Pays a share of 1 for each of several choices that the observation names.
struct MultiIdentityEnvironment: Environment {
  typealias ActionType = MultiDiscreteAction

  let counts: [Int]
  let length: Int
  private var random = RandomStream(seed: 0)
  private var targets: [Int]
  private var steps = 0

  init(counts: [Int], length: Int = 16) {
    self.counts = counts
    self.length = length
    targets = [Int](repeating: 0, count: counts.count)
  }

  var observationSpace: ObservationSpace { ObservationSpace(width: counts.reduce(0, +)) }
  var actionSpace: MultiDiscreteAction.Domain { MultiDiscreteAction.Domain(counts: counts) }

  mutating func reset(using random: inout RandomStream) {
    self.random = RandomStream(seed: random.next())
    steps = 0
    next()
  }

  mutating func step(_ action: MultiDiscreteAction) -> StepOutcome {
    let hits = zip(action.indices, targets).count { $0 == $1 }
    steps += 1
    next()
    return StepOutcome(reward: Float(hits) / Float(counts.count), end: steps == length ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    var start = 0
    for (count, target) in zip(counts, targets) {
      for index in 0..<count { row[start + index] = index == target ? 1 : 0 }
      start += count
    }
  }

  private mutating func next() { targets = counts.map { random.index(below: $0) } }
}

/// Pays less the farther the action is from the observed target, in one dimension.
struct TargetEnvironment: Environment {
  typealias ActionType = ContinuousAction

  let length: Int
  private var random = RandomStream(seed: 0)
  private var target: Float = 0
  private var steps = 0
  let observationSpace = ObservationSpace(width: 1)
  let actionSpace = ContinuousAction.Domain(low: [-1], high: [1])

  init(length: Int = 16) { self.length = length }

  mutating func reset(using random: inout RandomStream) {
    self.random = RandomStream(seed: random.next())
    steps = 0
    target = Float(self.random.uniform(in: -0.8..<0.8))
  }

  mutating func step(_ action: ContinuousAction) -> StepOutcome {
    let error = action.values[0] - target
    steps += 1
    target = Float(random.uniform(in: -0.8..<0.8))
    return StepOutcome(reward: -error * error, end: steps == length ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) { row[0] = target }
}
