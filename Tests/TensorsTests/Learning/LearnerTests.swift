import Randomness
import Tensors
import Testing

@Suite("Learners")
struct LearnerTests {
  private static func layout() -> ParameterLayout {
    var layout = ParameterLayout()
    for name in ["a.weight", "a.bias", "b.weight"] {
      _ = layout.reserve(name, rows: 1, columns: 2, initializer: .uniform(bound: 1))
    }
    return layout
  }

  private func learner(
    _ optimizer: any Optimizer = Adam(count: 6), hasTarget: Bool = true, split: GradientLanes.Split = .none
  ) -> Learner {
    let layout = Self.layout()
    return Learner(
      layout: layout, parameters: layout.makeParameters(using: RandomStream(seed: 1)),
      target: hasTarget ? AlignedBuffer(count: 6) : nil, optimizer: optimizer, split: split)
  }

  private func numbers(_ learner: Learner) -> [[Float]] {
    [learner.parameters.array, learner.target?.array ?? []] + learner.optimizer.memory.map(\.values.array)
  }

  @Test("the target begins as the parameters, and moves a share of the way to them")
  func target() throws {
    let learner = learner()
    let start = learner.parameters.array
    #expect(learner.target?.array == start)
    learner.gradients.take([1, 2, 3, -1, -2, -3])
    _ = try learner.step(rate: 0.5)
    #expect(learner.target?.array == start && learner.parameters.array != start)
    learner.moveTarget(share: 0.5)
    for (index, value) in (learner.target?.array ?? []).enumerated() {
      #expect(abs(value - (start[index] + learner.parameters.array[index]) / 2) < 1e-6)
    }
    learner.moveTarget(share: 1)
    #expect(learner.target?.array == learner.parameters.array)
  }

  @Test("a step returns the norm before its limit, and moves as the optimiser alone would with what the limit leaves")
  func limit() throws {
    let (limited, free) = (learner(RMSprop(count: 6)), RMSprop(count: 6))
    let parameters = AlignedBuffer<Float>(count: 6)
    parameters.assign(from: limited.parameters)
    let gradients: [Float] = [3, 0, 4, 0, 0, 0]
    limited.gradients.take(gradients)
    let norm = try limited.step(rate: 0.1, limit: 0.5)
    #expect(abs(norm - 5) < 1e-6)
    free.update(
      parameters, gradients: limited.gradients, rate: 0.1, scale: gradientClipScale(squaredNorm: 25, limit: 0.5))
    #expect(parameters.array == limited.parameters.array)
  }

  @Test(
    "a gradient that is not finite moves nothing",
    arguments: [Float.nan, .infinity, -.infinity, 3e38, 1e20])
  func notFinite(bad: Float) {
    for optimizer in [Adam(count: 6, weightDecay: 0.1), RMSprop(count: 6)] as [any Optimizer] {
      let learner = learner(optimizer)
      let before = numbers(learner)
      learner.gradients.take([1, bad, 1, 1, 1, 1])
      #expect(throws: NonFiniteGradient.self) { try learner.step(rate: 0.1) }
      #expect(numbers(learner) == before && optimizer.stepCount ?? 0 == 0)
    }
  }

  @Test("a loss that is not finite moves nothing")
  func badLoss() {
    let learner = learner()
    let before = numbers(learner)
    learner.gradients.fill(1)
    #expect(throws: NonFiniteGradient.loss(.infinity)) { try learner.step(loss: .infinity, rate: 0.1) }
    #expect(numbers(learner) == before)
  }

  @Test("rolling back brings every bit back, and the next step is the one that would have been")
  func rollBack() throws {
    for make in [{ Adam(count: 6, weightDecay: 0.1) }, { RMSprop(count: 6) }] as [() -> any Optimizer] {
      let (learner, other) = (learner(make()), learner(make()))
      for each in [learner, other] {
        each.gradients.take([1, 2, 3, -1, -2, -3])
        _ = try each.step(rate: 0.1)
      }
      learner.keep()
      let before = numbers(learner)
      for _ in 0..<3 {
        learner.gradients.take([-1, 1, -1, 5, 0, 1])
        _ = try learner.step(rate: 0.3)
        learner.moveTarget(share: 0.5)
      }
      #expect(numbers(learner) != before)
      learner.rollBack()
      #expect(numbers(learner) == before && learner.optimizer.stepCount == other.optimizer.stepCount)
      for each in [learner, other] {
        each.gradients.take([0, 1, 0, 1, 0, 1])
        _ = try each.step(rate: 0.1)
      }
      #expect(numbers(learner) == numbers(other))
    }
  }

  @Test("what is kept last counts, with or without the target")
  func keepsAgain() {
    let learner = learner()
    learner.keep()
    learner.parameters.fill(7)
    learner.keep(target: false)
    learner.parameters.fill(8)
    learner.target?.fill(9)
    learner.rollBack()
    #expect(learner.parameters.array == [Float](repeating: 7, count: 6))
    #expect(learner.target?.array == [Float](repeating: 9, count: 6))
  }

  @Test("frozen blocks keep every bit under every optimiser, decay of weights included")
  func frozen() throws {
    for optimizer in [
      Adam(count: 6), Adam(count: 6, weightDecay: 0.5), RMSprop(count: 6), RMSprop(count: 6, placement: .insideRoot),
    ] as [any Optimizer] {
      let learner = learner(optimizer)
      learner.gradients.fill(1)
      _ = try learner.step(rate: 0.1)
      learner.freeze { $0 == "a.bias" }
      let before = learner.parameters.array
      #expect(learner.frozen.names == ["a.bias"] && learner.target?.array[2..<4] == before[2..<4])
      for _ in 0..<3 {
        learner.gradients.fill(1)
        let norm = try learner.step(rate: 0.1)
        #expect(abs(norm - 2) < 1e-6, "the norm is that of what learns")
      }
      let after = learner.parameters.array
      #expect(after[2..<4] == before[2..<4])
      #expect([0, 1, 4, 5].allSatisfy { after[$0] != before[$0] })
    }
  }

  @Test("lanes split as they say, and rows halve with the odd one in the first", arguments: [1, 2, 7, 8])
  func rows(count: Int) {
    let halves = learner(split: .rows).lanes
    #expect(halves.rows(of: 0, in: count) == 0..<(count + 1) / 2)
    #expect(halves.rows(of: 1, in: count) == (count + 1) / 2..<count)
    for split in [GradientLanes.Split.none, .parameters] {
      let lanes = learner(split: split).lanes
      #expect(lanes.count == (split == .none ? 1 : 2))
      #expect((0..<lanes.count).allSatisfy { lanes.rows(of: $0, in: count) == 0..<count })
    }
  }

  @Test("gradients of halves are added, those of separate parameters lie side by side", arguments: [1, 2])
  func sums(threads: Int) {
    for split in [GradientLanes.Split.none, .parameters, .rows] {
      let layout = Self.layout()
      let parameters = layout.makeParameters(using: RandomStream(seed: 1))
      let lanes = GradientLanes(parameters: parameters, split: split, pair: LanePair(threads: threads))
      for _ in 0..<2 {
        lanes.run { lane, tape in
          let slice = layout.entries[split == .parameters ? lane : 0].slice
          tape.backward(from: tape.affine(tape.sum(tape.parameter(slice)), scale: Float(lane + 1)))
        }
      }
      let wanted: [Float] =
        switch split {
        case .none: [1, 1, 0, 0, 0, 0]
        case .parameters: [1, 1, 2, 2, 0, 0]
        case .rows: [3, 3, 0, 0, 0, 0]
        }
      #expect(lanes.gradients.array == wanted, "\(split)")
    }
  }
}
