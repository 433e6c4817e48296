import Networks
import Randomness
import Tensors
import Testing

@Suite("Recurrent layers")
struct RecurrentStackTests {
  private struct Fixture {
    var layout = ParameterLayout()
    let stack: RecurrentStack
    let parameters: AlignedBuffer<Float>
    let tape: Tape<Float>

    init(_ cell: RecurrentCell, layers: Int = 2, inputs: Int = 3, width: Int = 5) {
      stack = RecurrentStack("memory", cell: cell, inputs: inputs, width: width, count: layers, in: &layout)
      parameters = layout.makeParameters(using: RandomStream(seed: 4))
      tape = Tape(parameters: parameters)
    }

    /// Outputs of all rows and the packed states after the last step.
    func run(_ x: [Float], from state: [Float], starts: [Bool]? = nil) -> (output: [Float], state: [Float]) {
      tape.reset()
      let sequences = state.count / stack.stateWidth
      let rows = x.count / 3
      let flags = starts.map { $0.withUnsafeBufferPointer { tape.makeMask($0) } }
      return state.withUnsafeBufferPointer { state in
        guard let start = state.baseAddress else { return ([], []) }
        let pass = stack(
          tape.constant(x, rows: rows, columns: 3), from: start, sequences: sequences, starts: flags, on: tape)
        var after = [Float](repeating: 0, count: state.count)
        after.withUnsafeMutableBufferPointer { after in
          guard let target = after.baseAddress else { return }
          for row in 0..<sequences {
            pass.copyState(after: rows - sequences + row, to: target + row * stack.stateWidth, on: tape)
          }
        }
        return (tape.values(of: pass.output), after)
      }
    }
  }

  private func draws(_ count: Int, _ seed: UInt64) -> [Float] {
    var random = RandomStream(seed: seed)
    return (0..<count).map { _ in Float(random.normal()) }
  }

  @Test("every parameter starts uniform within one over the root of the width", arguments: RecurrentCell.allCases)
  func initialisation(cell: RecurrentCell) {
    let fixture = Fixture(cell, inputs: 30, width: 25)
    let bound: Float = 0.2
    #expect(fixture.layout.entries.count == 8)
    for entry in fixture.layout.entries {
      let values = fixture.parameters.array[entry.slice.offset..<entry.slice.offset + entry.slice.count]
      #expect(values.allSatisfy { abs($0) <= bound }, "\(entry.name)")
      #expect((values.max() ?? 0) > 0.8 * bound && (values.min() ?? 0) < -0.8 * bound, "\(entry.name)")
    }
    #expect(fixture.stack.stateWidth == cell.states * 2 * 25)
  }

  @Test("steps taken one by one with the state carried on are the whole sequence", arguments: RecurrentCell.allCases)
  func stepByStep(cell: RecurrentCell) {
    let fixture = Fixture(cell)
    let (sequences, steps) = (2, 4)
    let x = draws(steps * sequences * 3, 1)
    let initial = draws(sequences * fixture.stack.stateWidth, 2)
    let starts = [false, true, false, false, true, false, false, false]
    let whole = fixture.run(x, from: initial, starts: starts)
    var (state, outputs) = (initial, [Float]())
    for step in 0..<steps {
      let rows = step * sequences..<(step + 1) * sequences
      let one = fixture.run(
        Array(x[rows.lowerBound * 3..<rows.upperBound * 3]), from: state, starts: Array(starts[rows]))
      outputs += one.output
      state = one.state
    }
    #expect(zip(outputs, whole.output).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(zip(state, whole.state).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("a start makes the past irrelevant, in every layer", arguments: RecurrentCell.allCases)
  func starts(cell: RecurrentCell) {
    let fixture = Fixture(cell)
    let x = draws(4 * 3, 3)
    let (first, second) = (draws(fixture.stack.stateWidth, 5), draws(fixture.stack.stateWidth, 8))
    let starts = [false, false, true, false]
    let (one, other) = (fixture.run(x, from: first, starts: starts), fixture.run(x, from: second, starts: starts))
    #expect(one.output[..<10] != other.output[..<10])
    #expect(one.output[10...] == other.output[10...])
    #expect(one.state == other.state)
    let alone = fixture.run(Array(x[6...]), from: [Float](repeating: 0, count: first.count))
    #expect(zip(one.state, alone.state).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("sequences do not see each other", arguments: RecurrentCell.allCases)
  func independence(cell: RecurrentCell) {
    let fixture = Fixture(cell)
    let x = draws(3 * 2 * 3, 6)
    let initial = draws(2 * fixture.stack.stateWidth, 7)
    let both = fixture.run(x, from: initial)
    let first = fixture.run(
      [0, 2, 4].flatMap { x[$0 * 3..<$0 * 3 + 3] }, from: Array(initial[..<fixture.stack.stateWidth]))
    for step in 0..<3 {
      let pairs = zip(both.output[step * 10..<step * 10 + 5], first.output[step * 5..<step * 5 + 5])
      #expect(pairs.allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }
}
