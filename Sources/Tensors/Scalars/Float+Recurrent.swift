import CKernels

/// The fast steps of recurrent cells.
///
/// Every requirement is documented where ``TensorScalar`` declares it.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Float {
  public static func lstmCell(
    inputs: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, previousCell: UnsafePointer<Float>,
    gates: UnsafeMutablePointer<Float>, cell: UnsafeMutablePointer<Float>, cellTanh: UnsafeMutablePointer<Float>,
    hidden: UnsafeMutablePointer<Float>, rows: Int, width: Int
  ) {
    Kernels.active.lstm_cell(inputs, recurrent, previousCell, gates, cell, cellTanh, hidden, rows, width)
  }

  public static func lstmCellBackward(
    gates: UnsafePointer<Float>, cellTanh: UnsafePointer<Float>, previousCell: UnsafePointer<Float>,
    hiddenGradient: UnsafePointer<Float>, cellGradient: UnsafeMutablePointer<Float>,
    gateGradients: UnsafeMutablePointer<Float>, rows: Int, width: Int
  ) {
    Kernels.active.lstm_cell_backward(
      gates, cellTanh, previousCell, hiddenGradient, cellGradient, gateGradients, rows, width)
  }

  public static func gruCell(
    inputs: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, previous: UnsafePointer<Float>,
    gates: UnsafeMutablePointer<Float>, hidden: UnsafeMutablePointer<Float>, rows: Int, width: Int
  ) {
    Kernels.active.gru_cell(inputs, recurrent, previous, gates, hidden, rows, width)
  }

  public static func gruCellBackward(
    gates: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, previous: UnsafePointer<Float>,
    hiddenGradient: UnsafeMutablePointer<Float>, inputGradients: UnsafeMutablePointer<Float>,
    recurrentGradients: UnsafeMutablePointer<Float>, rows: Int, width: Int
  ) {
    Kernels.active.gru_cell_backward(
      gates, recurrent, previous, hiddenGradient, inputGradients, recurrentGradients, rows, width)
  }
}
