#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The reference of recurrent cells, value by value.
///
/// Every requirement is documented where ``TensorScalar`` declares it.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Double {
  public static func lstmCell(
    inputs: UnsafePointer<Double>, recurrent: UnsafePointer<Double>, previousCell: UnsafePointer<Double>,
    gates: UnsafeMutablePointer<Double>, cell: UnsafeMutablePointer<Double>, cellTanh: UnsafeMutablePointer<Double>,
    hidden: UnsafeMutablePointer<Double>, rows: Int, width: Int
  ) {
    for at in 0..<rows * width {
      let (i, f, g, o) = lstmGates(at, width: width)
      gates[i] = logistic(inputs[i] + recurrent[i])
      gates[f] = logistic(inputs[f] + recurrent[f])
      gates[g] = tanh(inputs[g] + recurrent[g])
      gates[o] = logistic(inputs[o] + recurrent[o])
      cell[at] = gates[f] * previousCell[at] + gates[i] * gates[g]
      cellTanh[at] = tanh(cell[at])
      hidden[at] = gates[o] * cellTanh[at]
    }
  }

  public static func lstmCellBackward(
    gates: UnsafePointer<Double>, cellTanh: UnsafePointer<Double>, previousCell: UnsafePointer<Double>,
    hiddenGradient: UnsafePointer<Double>, cellGradient: UnsafeMutablePointer<Double>,
    gateGradients: UnsafeMutablePointer<Double>, rows: Int, width: Int
  ) {
    for at in 0..<rows * width {
      let (i, f, g, o) = lstmGates(at, width: width)
      let slope = 1 - cellTanh[at] * cellTanh[at]
      let cell = cellGradient[at] + hiddenGradient[at] * gates[o] * slope
      gateGradients[i] = cell * gates[g] * gates[i] * (1 - gates[i])
      gateGradients[f] = cell * previousCell[at] * gates[f] * (1 - gates[f])
      gateGradients[g] = cell * gates[i] * (1 - gates[g] * gates[g])
      gateGradients[o] = hiddenGradient[at] * cellTanh[at] * gates[o] * (1 - gates[o])
      cellGradient[at] = cell * gates[f]
    }
  }

  public static func gruCell(
    inputs: UnsafePointer<Double>, recurrent: UnsafePointer<Double>, previous: UnsafePointer<Double>,
    gates: UnsafeMutablePointer<Double>, hidden: UnsafeMutablePointer<Double>, rows: Int, width: Int
  ) {
    for at in 0..<rows * width {
      let (r, z, n) = gruGates(at, width: width)
      gates[r] = logistic(inputs[r] + recurrent[r])
      gates[z] = logistic(inputs[z] + recurrent[z])
      gates[n] = tanh(inputs[n] + gates[r] * recurrent[n])
      hidden[at] = (1 - gates[z]) * gates[n] + gates[z] * previous[at]
    }
  }

  public static func gruCellBackward(
    gates: UnsafePointer<Double>, recurrent: UnsafePointer<Double>, previous: UnsafePointer<Double>,
    hiddenGradient: UnsafeMutablePointer<Double>, inputGradients: UnsafeMutablePointer<Double>,
    recurrentGradients: UnsafeMutablePointer<Double>, rows: Int, width: Int
  ) {
    for at in 0..<rows * width {
      let (r, z, n) = gruGates(at, width: width)
      let candidate = hiddenGradient[at] * (1 - gates[z]) * (1 - gates[n] * gates[n])
      inputGradients[r] = candidate * recurrent[n] * gates[r] * (1 - gates[r])
      inputGradients[z] = hiddenGradient[at] * (previous[at] - gates[n]) * gates[z] * (1 - gates[z])
      inputGradients[n] = candidate
      recurrentGradients[r] = inputGradients[r]
      recurrentGradients[z] = inputGradients[z]
      recurrentGradients[n] = candidate * gates[r]
      hiddenGradient[at] *= gates[z]
    }
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Where the gates of one value lie.
  private static func lstmGates(_ at: Int, width: Int) -> (i: Int, f: Int, g: Int, o: Int) {
    let first = at / width * 4 * width + at % width
    return (first, first + width, first + 2 * width, first + 3 * width)
  }

  private static func gruGates(_ at: Int, width: Int) -> (r: Int, z: Int, n: Int) {
    let first = at / width * 3 * width + at % width
    return (first, first + width, first + 2 * width)
  }
}
