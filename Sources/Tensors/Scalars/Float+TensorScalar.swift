import CKernels
import COpenBLAS

/// The fast kernels.
///
/// Every requirement is documented where ``TensorScalar`` declares it.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Float: TensorScalar {
  public static func product(_ call: MatrixProduct<Float>) {
    precondition(call.bias == nil || !call.accumulates, "a product with a bias starts from the bias")
    let kernels = Kernels.active
    let fits = max(call.rows, call.columns, call.depth) <= 512
    if call.rows <= Kernels.fewRows && !call.transposesB || Kernels.prefersOwnProduct && fits {
      kernels.gemm(
        call.transposesA ? 1 : 0, call.transposesB ? 1 : 0, call.rows, call.columns, call.depth, call.a,
        call.transposesA ? call.rows : call.depth, call.b, call.transposesB ? call.depth : call.columns, call.c,
        call.columns, call.bias, call.activation.fused ?? 0, call.accumulates ? 1 : 0, call.scratch)
      return
    }
    var accumulates = call.accumulates
    if let bias = call.bias {
      for row in 0..<call.rows { (call.c + row * call.columns).update(from: bias, count: call.columns) }
      accumulates = true
    }
    cblas_sgemm(
      CblasRowMajor, call.transposesA ? CblasTrans : CblasNoTrans, call.transposesB ? CblasTrans : CblasNoTrans,
      Int32(call.rows), Int32(call.columns), Int32(call.depth), 1, call.a,
      Int32(call.transposesA ? call.rows : call.depth), call.b,
      Int32(call.transposesB ? call.depth : call.columns), accumulates ? 1 : 0, call.c, Int32(call.columns))
    if call.activation != .identity {
      activate(call.activation, call.c, call.c, count: call.rows * call.columns)
    }
  }

  public static func productScratch(rows: Int, columns: Int, depth: Int) -> Int {
    rlk_gemm_workspace(rows, columns, depth)
  }

  public static func activate(
    _ activation: Activation, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int
  ) {
    Kernels.active.activate(activation.fused ?? 0, x, y, count)
  }

  public static func activateBackward(
    _ activation: Activation, output y: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, count: Int
  ) {
    Kernels.active.activate_backward(activation.fused ?? 0, y, gradient, count)
  }

  public static func addColumnSums(
    _ x: UnsafePointer<Float>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    Kernels.active.add_column_sums(x, rows, columns, sums)
  }

  public static func exponential(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int) {
    Kernels.active.exponential(x, y, count)
  }

  public static func logarithm(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int) {
    Kernels.active.logarithm(x, y, count)
  }

  public static func gelu(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int) {
    Kernels.active.gelu(x, y, count)
  }

  public static func geluBackward(
    _ x: UnsafePointer<Float>, outputGradient dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    Kernels.active.gelu_backward(x, dy, dx, count)
  }

  public static func logSoftmax(
    _ x: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?, _ y: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    Kernels.active.log_softmax(x, mask, y, rows, columns)
  }

  public static func logSoftmaxBackward(
    output y: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?, outputGradient dy: UnsafePointer<Float>,
    into dx: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    Kernels.active.log_softmax_backward(y, mask, dy, dx, rows, columns)
  }

  public static func layerNorm(
    _ x: UnsafePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>, epsilon: Float,
    _ y: UnsafeMutablePointer<Float>, mean: UnsafeMutablePointer<Float>, inverse: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int
  ) {
    Kernels.active.layer_norm(x, gain, bias, epsilon, y, mean, inverse, rows, columns)
  }

  public static func layerNormBackward(
    _ x: UnsafePointer<Float>, gain: UnsafePointer<Float>, mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>,
    outputGradient dy: UnsafePointer<Float>, input dx: UnsafeMutablePointer<Float>?,
    gain dgain: UnsafeMutablePointer<Float>?, bias dbias: UnsafeMutablePointer<Float>?, rows: Int, columns: Int
  ) {
    Kernels.active.layer_norm_backward(x, gain, mean, inverse, dy, dx, dgain, dbias, rows, columns)
  }

  public static func attention(
    _ qkv: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?, _ y: UnsafeMutablePointer<Float>,
    probabilities: UnsafeMutablePointer<Float>, samples: Int, shape: AttentionShape,
    scratch: UnsafeMutablePointer<Float>
  ) {
    Kernels.active.attention(qkv, mask, y, probabilities, samples, shape.slots, shape.heads, shape.width, scratch)
  }

  public static func attentionBackward(
    _ qkv: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?, probabilities: UnsafePointer<Float>,
    outputGradient dy: UnsafePointer<Float>, into dqkv: UnsafeMutablePointer<Float>, samples: Int,
    shape: AttentionShape, scratch: UnsafeMutablePointer<Float>
  ) {
    Kernels.active.attention_backward(
      qkv, mask, probabilities, dy, dqkv, samples, shape.slots, shape.heads, shape.width, scratch)
  }

  public static func quantileHuber(
    _ predictions: UnsafePointer<Float>, targets: UnsafePointer<Float>, slopes: UnsafeMutablePointer<Float>,
    count: Int
  ) -> Float {
    Kernels.active.quantile_huber(predictions, targets, slopes, count)
  }

  public static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    Kernels.active.sum_of_squares(x, count)
  }

  public static func addScaled(
    _ a: Float, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    Kernels.active.add_scaled(a, x, y, count)
  }

  public static func multiply(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, into z: UnsafeMutablePointer<Float>, accumulate: Bool,
    count: Int
  ) {
    Kernels.active.multiply(x, y, z, accumulate ? 1 : 0, count)
  }
}
