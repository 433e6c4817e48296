import RLCore
import RLTesting
import Randomness
import Testing

@Suite("checkEnvironment draws actions")
struct CheckEnvironmentActionTests {
  @Test("Only valid options of each choice are drawn, and all of them")
  func multiDiscrete() {
    let seen = Seen()
    let report = checkEnvironment { MaskedChoices(seen: seen) }
    #expect(report.isPassed, "\(report)")
    #expect(seen.drawn == [[0, 1], [0, 3], [2, 1], [2, 3]])
  }

  @Test("Continuous values are drawn within their bounds, whether those are finite or not, and at finite bounds")
  func continuous() {
    let seen = Seen()
    let report = checkEnvironment { Box(seen: seen) }
    #expect(report.isPassed, "\(report)")
    for (values, bounds) in zip(seen.columns, [-1...3, 2...Float.infinity, -Float.infinity...0]) {
      #expect(values.allSatisfy { bounds.contains($0) && $0.isFinite })
    }
    #expect(seen.columns[0].contains(-1) && seen.columns[0].contains(3))
    #expect(seen.columns[3].contains { $0 < 0 } && seen.columns[3].contains { $0 > 0 })
  }

  @Test("Masking actions that have no choices is caught")
  func masksWithoutChoices() {
    let report = checkEnvironment { Box(seen: Seen(), masksActions: true) }
    #expect(report.violations.map(\.rule) == [.declaredMask])
  }

  @Test("A space of one's own needs a function that draws from it")
  func customSpace() {
    #expect(checkEnvironment { Spelling() }.violations.map(\.rule) == [.sampledAction])
    let drawn = checkEnvironment({ Spelling() }, sample: { Letter(code: 3 + Int($2.next() % 4) + $0.storageWidth) })
    #expect(drawn.isPassed, "\(drawn)")
  }

  @Test("A function that draws outside of the space is caught")
  func outside() {
    let report = checkEnvironment({ Spelling() }, sample: { _, _, _ in Letter(code: 99) })
    #expect(report.violations.map(\.rule) == [.sampledAction])
    #expect(report.violations.first?.description == "`sample` must draw from letters, drew Letter(code: 99)")
  }

  @Test("An action that does not read back as it was stored is caught")
  func storage() {
    let report = checkEnvironment({ Spelling() }, sample: { _, _, _ in Letter(code: 13) })
    #expect(report.violations.map(\.rule) == [.storedAction])
  }
}

/// What environments were given.
private final class Seen {
  var drawn: Set<[Int]> = []
  var columns: [[Float]] = [[], [], [], []]
}

/// Two choices of which some options are never valid.
private struct MaskedChoices: Environment {
  let seen: Seen
  var value: Float = 0
  var steps = 0

  var observationSpace: ObservationSpace { ObservationSpace(width: 1) }
  var actionSpace: MultiDiscreteAction.Domain { MultiDiscreteAction.Domain(counts: [3, 4]) }
  var masksActions: Bool { true }

  mutating func reset(using random: inout RandomStream) {
    value = random.uniform()
    steps = 0
  }

  mutating func step(_ action: MultiDiscreteAction) -> StepOutcome {
    seen.drawn.insert(action.indices)
    steps += 1
    return StepOutcome(reward: value, end: steps == 30 ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) { row[0] = value }

  func writeActionMask(into row: inout MutableSpan<Bool>) {
    for invalid in [1, 3, 5] { row[invalid] = false }
  }
}

/// Values with all kinds of bounds.
private struct Box: Environment {
  let seen: Seen
  var masksActions = false
  var value: Float = 0
  var steps = 0

  var observationSpace: ObservationSpace { ObservationSpace(width: 1) }
  var actionSpace: ContinuousAction.Domain {
    ContinuousAction.Domain(low: [-1, 2, -.infinity, -.infinity], high: [3, .infinity, 0, .infinity])
  }

  mutating func reset(using random: inout RandomStream) {
    value = random.uniform()
    steps = 0
  }

  mutating func step(_ action: ContinuousAction) -> StepOutcome {
    for (index, value) in action.values.enumerated() { seen.columns[index].append(value) }
    steps += 1
    return StepOutcome(reward: value, end: steps == 100 ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) { row[0] = value }
}

/// An action of one's own; code 13 is stored as another.
private struct Letter: Action {
  struct Domain: ActionSpace {
    typealias ActionType = Letter
    static let kind = "letters"
    var storageWidth: Int { 1 }
    var maskWidth: Int { 0 }
    var description: String { "letters" }
    func contains(_ action: Letter) -> Bool { (0..<26).contains(action.code) }
  }

  let code: Int

  init(code: Int) { self.code = code }
  init(from row: Span<Float>) { code = Int(row[0]) }
  func write(into row: inout MutableSpan<Float>) { row[0] = Float(code == 13 ? 14 : code) }
}

private struct Spelling: Environment {
  typealias ActionType = Letter

  var value: Float = 0
  var steps = 0

  var observationSpace: ObservationSpace { ObservationSpace(width: 1) }
  var actionSpace: Letter.Domain { Letter.Domain() }

  mutating func reset(using random: inout RandomStream) {
    value = random.uniform()
    steps = 0
  }

  mutating func step(_ action: Letter) -> StepOutcome {
    steps += 1
    value += Float(action.code)
    return StepOutcome(reward: value, end: steps == 5 ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) { row[0] = value }
}
