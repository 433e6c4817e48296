import CKernels
import Testing

@testable import Tensors

@Suite("Kernels of recurrent cells")
struct RecurrentKernelTests {
  private let tolerance = 3e-6

  /// Widths below, at and beyond every vector.
  private static let widths = [1, 5, 8, 16, 19, 33]

  @Test("a step of an lstm and its gradient agree with the reference at every width", arguments: InstructionSet.all)
  func lstm(_ set: InstructionSet) {
    for width in Self.widths {
      let (rows, count) = (3, 3 * width)
      let inputs = Sample(4 * count, "inputs")
      let recurrent = Sample(4 * count, "recurrent")
      let (previous, upstream, carried) = (Sample(count, "cell"), Sample(count, "hidden"), Sample(count, "carried"))
      var fast = [Float](repeating: 0, count: 4 * count + 3 * count)
      var exact = [Double](repeating: 0, count: fast.count)
      fast.withUnsafeMutableBufferPointer { all in
        guard let gates = all.baseAddress else { return }
        let cell = gates + 4 * count
        set.kernels.lstm_cell(
          inputs.single, recurrent.single, previous.single, gates, cell, cell + count, cell + 2 * count, rows, width)
      }
      exact.withUnsafeMutableBufferPointer { all in
        guard let gates = all.baseAddress else { return }
        let cell = gates + 4 * count
        Double.lstmCell(
          inputs: inputs.double, recurrent: recurrent.double, previousCell: previous.double, gates: gates, cell: cell,
          cellTanh: cell + count, hidden: cell + 2 * count, rows: rows, width: width)
      }
      expectClose(fast, exact, within: tolerance, "lstm of \(width)")

      let tanhs = (fast: Array(fast[5 * count..<6 * count]), exact: Array(exact[5 * count..<6 * count]))
      var (cell, gates) = (carried.single, [Float](repeating: 0, count: 4 * count))
      var (exactCell, exactGates) = (carried.double, [Double](repeating: 0, count: 4 * count))
      set.kernels.lstm_cell_backward(fast, tanhs.fast, previous.single, upstream.single, &cell, &gates, rows, width)
      Double.lstmCellBackward(
        gates: exact, cellTanh: tanhs.exact, previousCell: previous.double, hiddenGradient: upstream.double,
        cellGradient: &exactCell, gateGradients: &exactGates, rows: rows, width: width)
      expectClose(cell + gates, exactCell + exactGates, within: tolerance, "gradient of lstm of \(width)")
    }
  }

  @Test("a step of a gru and its gradient agree with the reference at every width", arguments: InstructionSet.all)
  func gru(_ set: InstructionSet) {
    for width in Self.widths {
      let (rows, count) = (3, 3 * width)
      let inputs = Sample(3 * count, "inputs")
      let recurrent = Sample(3 * count, "recurrent")
      let (previous, upstream) = (Sample(count, "previous"), Sample(count, "hidden"))
      var (gates, hidden) = ([Float](repeating: 0, count: 3 * count), [Float](repeating: 0, count: count))
      var (exactGates, exactHidden) = (
        [Double](repeating: 0, count: 3 * count), [Double](repeating: 0, count: count)
      )
      set.kernels.gru_cell(inputs.single, recurrent.single, previous.single, &gates, &hidden, rows, width)
      Double.gruCell(
        inputs: inputs.double, recurrent: recurrent.double, previous: previous.double, gates: &exactGates,
        hidden: &exactHidden, rows: rows, width: width)
      expectClose(gates + hidden, exactGates + exactHidden, within: tolerance, "gru of \(width)")

      var (carry, first, second) = (upstream.single, gates, gates)
      var (exactCarry, exactFirst, exactSecond) = (upstream.double, exactGates, exactGates)
      set.kernels.gru_cell_backward(
        gates, recurrent.single, previous.single, &carry, &first, &second, rows, width)
      Double.gruCellBackward(
        gates: exactGates, recurrent: recurrent.double, previous: previous.double, hiddenGradient: &exactCarry,
        inputGradients: &exactFirst, recurrentGradients: &exactSecond, rows: rows, width: width)
      expectClose(
        carry + first + second, exactCarry + exactFirst + exactSecond, within: tolerance, "gradient of gru of \(width)")
    }
  }
}
