#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The reference kernels: plain loops in the order of the formulas.
///
/// Every requirement is documented where ``TensorScalar`` declares it.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Double: TensorScalar {
  public static func product(_ call: MatrixProduct<Double>) {
    for row in 0..<call.rows {
      for column in 0..<call.columns {
        let index = row * call.columns + column
        var sum = call.accumulates ? call.c[index] : call.bias?[column] ?? 0
        for term in 0..<call.depth {
          let a = call.transposesA ? call.a[term * call.rows + row] : call.a[row * call.depth + term]
          let b = call.transposesB ? call.b[column * call.depth + term] : call.b[term * call.columns + column]
          sum += a * b
        }
        call.c[index] = sum
      }
    }
    activate(call.activation, call.c, call.c, count: call.rows * call.columns)
  }

  public static func productScratch(rows: Int, columns: Int, depth: Int) -> Int { 0 }

  public static func activate(
    _ activation: Activation, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int
  ) {
    for i in 0..<count {
      y[i] =
        switch activation {
        case .identity: x[i]
        case .relu: max(x[i], 0)
        case .tanh: tanh(x[i])
        case .sigmoid: 1 / (1 + exp(-x[i]))
        case .gelu: geluValue(x[i])
        }
    }
  }

  public static func activateBackward(
    _ activation: Activation, output y: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>, count: Int
  ) {
    for i in 0..<count {
      switch activation {
      case .identity: break
      case .relu: gradient[i] *= y[i] > 0 ? 1 : 0
      case .tanh: gradient[i] *= 1 - y[i] * y[i]
      case .sigmoid: gradient[i] *= y[i] * (1 - y[i])
      case .gelu: preconditionFailure("Condition failed: the derivative of gelu needs its input")
      }
    }
  }

  public static func addColumnSums(
    _ x: UnsafePointer<Double>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<rows {
      for column in 0..<columns { sums[column] += x[row * columns + column] }
    }
  }

  public static func exponential(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
    for i in 0..<count { y[i] = exp(x[i]) }
  }

  public static func logarithm(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
    for i in 0..<count { y[i] = log(x[i]) }
  }

  public static func gelu(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
    for i in 0..<count { y[i] = geluValue(x[i]) }
  }

  public static func geluBackward(
    _ x: UnsafePointer<Double>, outputGradient dy: UnsafePointer<Double>, into dx: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    let scale = (2 / Double.pi).squareRoot()
    for i in 0..<count {
      let t = tanh(scale * (x[i] + 0.044715 * x[i] * x[i] * x[i]))
      let inner = scale * (1 + 3 * 0.044715 * x[i] * x[i])
      dx[i] += dy[i] * (0.5 * (1 + t) + 0.5 * x[i] * (1 - t * t) * inner)
    }
  }

  private static func geluValue(_ x: Double) -> Double {
    0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  }

  public static func logSoftmax(
    _ x: UnsafePointer<Double>, mask: UnsafePointer<UInt8>?, _ y: UnsafeMutablePointer<Double>, rows: Int,
    columns: Int
  ) {
    for row in 0..<rows {
      let indices = row * columns..<(row + 1) * columns
      let isValid = { (index: Int) in mask.map { $0[index] != 0 } ?? true }
      let top = indices.filter(isValid).map { x[$0] }.max() ?? 0
      let total = indices.filter(isValid).reduce(0.0) { $0 + exp(x[$1] - top) }
      for index in indices { y[index] = isValid(index) ? x[index] - top - log(total) : -.infinity }
    }
  }

  public static func logSoftmaxBackward(
    output y: UnsafePointer<Double>, mask: UnsafePointer<UInt8>?, outputGradient dy: UnsafePointer<Double>,
    into dx: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) {
    for row in 0..<rows {
      let indices = (row * columns..<(row + 1) * columns).filter { index in mask.map { $0[index] != 0 } ?? true }
      let total = indices.reduce(0.0) { $0 + dy[$1] }
      for index in indices { dx[index] += dy[index] - exp(y[index]) * total }
    }
  }

  public static func layerNorm(
    _ x: UnsafePointer<Double>, gain: UnsafePointer<Double>, bias: UnsafePointer<Double>, epsilon: Double,
    _ y: UnsafeMutablePointer<Double>, mean: UnsafeMutablePointer<Double>, inverse: UnsafeMutablePointer<Double>,
    rows: Int, columns: Int
  ) {
    for row in 0..<rows {
      let values = UnsafeBufferPointer(start: x + row * columns, count: columns)
      let average = values.reduce(0, +) / Double(columns)
      let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(columns)
      mean[row] = average
      inverse[row] = 1 / (variance + epsilon).squareRoot()
      for i in 0..<columns { y[row * columns + i] = (values[i] - average) * inverse[row] * gain[i] + bias[i] }
    }
  }

  public static func layerNormBackward(
    _ x: UnsafePointer<Double>, gain: UnsafePointer<Double>, mean: UnsafePointer<Double>,
    inverse: UnsafePointer<Double>, outputGradient dy: UnsafePointer<Double>, input dx: UnsafeMutablePointer<Double>?,
    gain dgain: UnsafeMutablePointer<Double>?, bias dbias: UnsafeMutablePointer<Double>?, rows: Int, columns: Int
  ) {
    for row in 0..<rows {
      let start = row * columns
      let normalized = (0..<columns).map { (x[start + $0] - mean[row]) * inverse[row] }
      let scaled = (0..<columns).map { dy[start + $0] * gain[$0] }
      let average = scaled.reduce(0, +) / Double(columns)
      let correlation = zip(scaled, normalized).reduce(0) { $0 + $1.0 * $1.1 } / Double(columns)
      for i in 0..<columns {
        dx?[start + i] += inverse[row] * (scaled[i] - average - normalized[i] * correlation)
        dgain?[i] += dy[start + i] * normalized[i]
        dbias?[i] += dy[start + i]
      }
    }
  }

  public static func sumOfSquares(_ x: UnsafePointer<Double>, count: Int) -> Double {
    (0..<count).reduce(0) { $0 + x[$1] * x[$1] }
  }

  public static func addScaled(
    _ a: Double, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    for i in 0..<count { y[i] += a * x[i] }
  }

  public static func multiply(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, into z: UnsafeMutablePointer<Double>, accumulate: Bool,
    count: Int
  ) {
    for i in 0..<count { z[i] = (accumulate ? z[i] : 0) + x[i] * y[i] }
  }
}
