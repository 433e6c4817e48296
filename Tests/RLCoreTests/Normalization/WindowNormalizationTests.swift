import Persistence
import RLCore
import Randomness
import Testing

/// Counts upwards in a window of its last values, beside the number of its steps.
private struct WindowedCounts: Environment {
  let observationSpace = ObservationSpace(groups: [
    .init("window", rows: 4, columns: 2, isWindow: true), .init("steps", columns: 1),
  ])
  let actionSpace = DiscreteAction.Domain(count: 2)
  private var rows: [Float] = []
  private var steps: Float = 0
  private var random = RandomStream(seed: 0)

  mutating func reset(using random: inout RandomStream) {
    self.random = random.split("rows", Int(random.next() % 1000))
    rows = []
    for _ in 0..<4 { show() }
    steps = 0
  }

  private mutating func show() {
    rows += [Float(random.normal()) * 5 + 3, Float(random.normal())]
    if rows.count > 8 { rows.removeFirst(2) }
  }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    show()
    steps += 1
    return StepOutcome(reward: 1, end: steps == 7 ? .truncated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    for index in 0..<8 { row[index] = rows[index] }
    row[8] = steps
  }
}

@Suite("Windows under running statistics")
struct WindowNormalizationTests {
  private typealias Wrapped = NormalizedEnvironments<VectorEnvironment<WindowedCounts>>

  private func raw() throws -> VectorEnvironment<WindowedCounts> {
    try VectorEnvironment((0..<2).map { _ in WindowedCounts() }, random: RandomStream(seed: 1))
  }

  private let actions = [DiscreteAction(0), DiscreteAction(0)]

  @Test("The rows of a window share the statistics of its newest row")
  func statistics() {
    let space = WindowedCounts().observationSpace
    var windowed = ObservationNormalizer(space: space)
    var single = ObservationNormalizer(
      space: ObservationSpace(groups: [.init("row", columns: 2), .init("s", columns: 1)]))
    #expect(windowed.statistics.dimensions == 3)
    var random = RandomStream(seed: 2)
    for _ in 0..<20 {
      let values = (0..<18).map { _ in Float(random.normal()) * 3 }
      windowed.observe(values)
      single.observe(Array(values[6..<9]) + Array(values[15..<18]))
    }
    #expect(windowed.statistics == single.statistics)
    var window: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    windowed.normalize(&window)
    for row in 0..<4 {
      var values: [Float] = [Float(2 * row + 1), Float(2 * row + 2), 9]
      single.normalize(&values)
      #expect(window[2 * row..<2 * row + 2] == values[..<2] && window[8] == values[2])
    }
  }

  @Test("A row keeps what the statistics made of it when it came, in final observations too")
  func rows() throws {
    let (environments, plain) = try (Wrapped(raw(), normalizesRewards: false), raw())
    var (observations, shown) = (environments.reset(), plain.reset())
    var normalizer = ObservationNormalizer(space: plain.observationSpace)
    normalizer.observe(shown.values)
    normalizer.normalize(&shown.values)
    #expect(observations.values == shown.values)
    var last = observations
    var finals = 0
    for _ in 0..<30 {
      let transitions = environments.step(actions, observing: &observations)
      let expected = plain.step(actions, observing: &shown)
      normalizer.observe(shown.values)
      for row in 0..<2 {
        func normalized(_ values: ArraySlice<Float>) -> [Float] {
          var values = Array(values)
          normalizer.normalize(&values)
          return values
        }
        let range = row * 9..<row * 9 + 9
        let old = Array(last.values[range][(row * 9 + 2)..<(row * 9 + 8)])
        let found = Array(observations.values[range])
        let now = normalized(shown.values[range])
        if transitions.ends[row] == nil {
          #expect(Array(found[..<6]) == old && found[6...] == now[6...])
        } else {
          finals += 1
          #expect(found == now, "an episode that begins has no older rows")
          let final = Array(transitions.finalObservations[range])
          #expect(Array(final[..<6]) == old && final[6...] == normalized(expected.finalObservations[range])[6...])
        }
      }
      last = observations
    }
    #expect(finals == 8)
  }

  @Test("A training that is archived goes on with the same rows")
  func resume() throws {
    let (environments, other) = try (Wrapped(raw()), Wrapped(raw()))
    var observations = environments.reset()
    for step in 0..<24 {
      _ = environments.step(actions, observing: &observations)
      let archive = try environments.archive(.training)
      try other.restore(.training, from: TensorArchive(serialized: archive.serialized()))
      #expect(try other.archive(.training) == archive)
      guard step % 3 == 2 else { continue }
      var (one, two) = (observations, observations)
      let (first, second) = (
        environments.step(actions, observing: &one), other.step(actions, observing: &two)
      )
      #expect(one.values == two.values && first.ends == second.ends)
      for row in 0..<2 where first.ends[row] != nil {
        let range = row * 9..<row * 9 + 9
        #expect(first.finalObservations[range] == second.finalObservations[range])
      }
      observations = one
    }
    let archive = try environments.archive(.training)
    var wrong = TensorArchive()
    wrong.metadata = archive.metadata
    for tensor in archive.tensors {
      wrong.add(
        tensor.name.hasSuffix("windowHistory.normalized") ? .init(name: tensor.name, shape: [1], values: [0]) : tensor)
    }
    #expect(throws: ArchiveError.self) { try other.restore(.training, from: wrong) }
  }
}
