/// A number type that tapes compute with, given by its kernels.
///
/// `Float` runs the vectorised kernels and is what everything is trained with. `Double` runs plain loops that read like
/// the formulas: it is the reference of every kernel, and precise enough to check gradients by differences.
///
/// Matrices are row-major. Pointers never overlap unless a kernel says so.
public protocol TensorScalar: BinaryFloatingPoint, Sendable {
  /// C[m×n] (+)= op(A)·op(B) (+ bias), then the activation, which must be a fusable one.
  static func product(_ call: MatrixProduct<Self>)

  /// Floats of scratch that ``product(_:)`` needs.
  static func productScratch(rows: Int, columns: Int, depth: Int) -> Int

  /// y = activation(x), `x` and `y` may be equal; not for `.gelu`.
  static func activate(_ activation: Activation, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, count: Int)

  /// gradient *= activation'(·), from the output `y`; not for `.gelu`.
  static func activateBackward(
    _ activation: Activation, output y: UnsafePointer<Self>, gradient: UnsafeMutablePointer<Self>, count: Int)

  /// sums[columns] += the column sums of `x`.
  static func addColumnSums(_ x: UnsafePointer<Self>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Self>)

  /// y = eˣ
  static func exponential(_ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, count: Int)

  /// y = ln x
  static func logarithm(_ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, count: Int)

  /// y = gelu(x)
  static func gelu(_ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, count: Int)

  /// dx += dy·gelu'(x)
  static func geluBackward(
    _ x: UnsafePointer<Self>, outputGradient dy: UnsafePointer<Self>, into dx: UnsafeMutablePointer<Self>, count: Int)

  /// Row-wise log-softmax over the entries whose mask byte is not 0; the others become −∞.
  static func logSoftmax(
    _ x: UnsafePointer<Self>, mask: UnsafePointer<UInt8>?, _ y: UnsafeMutablePointer<Self>, rows: Int, columns: Int)

  /// dx += dy − eʸ·Σdy over the valid entries of a row; exactly nothing elsewhere.
  static func logSoftmaxBackward(
    output y: UnsafePointer<Self>, mask: UnsafePointer<UInt8>?, outputGradient dy: UnsafePointer<Self>,
    into dx: UnsafeMutablePointer<Self>, rows: Int, columns: Int)

  /// y = (x − mean)/√(variance + epsilon)·gain + bias by row, keeping `mean` and the inverse root of each row.
  static func layerNorm(
    _ x: UnsafePointer<Self>, gain: UnsafePointer<Self>, bias: UnsafePointer<Self>, epsilon: Self,
    _ y: UnsafeMutablePointer<Self>, mean: UnsafeMutablePointer<Self>, inverse: UnsafeMutablePointer<Self>, rows: Int,
    columns: Int)

  /// Adds the gradients of a layer normalisation to those of its arguments that are given.
  static func layerNormBackward(
    _ x: UnsafePointer<Self>, gain: UnsafePointer<Self>, mean: UnsafePointer<Self>, inverse: UnsafePointer<Self>,
    outputGradient dy: UnsafePointer<Self>, input dx: UnsafeMutablePointer<Self>?,
    gain dgain: UnsafeMutablePointer<Self>?, bias dbias: UnsafeMutablePointer<Self>?, rows: Int, columns: Int)

  /// Scaled dot-product self-attention within sets of slots; see ``Tape/attention(_:shape:mask:)``.
  static func attention(
    _ qkv: UnsafePointer<Self>, mask: UnsafePointer<UInt8>?, _ y: UnsafeMutablePointer<Self>,
    probabilities: UnsafeMutablePointer<Self>, samples: Int, shape: AttentionShape, scratch: UnsafeMutablePointer<Self>)

  /// Adds the gradient of an attention to that of its queries, keys and values.
  static func attentionBackward(
    _ qkv: UnsafePointer<Self>, mask: UnsafePointer<UInt8>?, probabilities: UnsafePointer<Self>,
    outputGradient dy: UnsafePointer<Self>, into dqkv: UnsafeMutablePointer<Self>, samples: Int, shape: AttentionShape,
    scratch: UnsafeMutablePointer<Self>)

  /// Σᵢ meanⱼ |τᵢ − 1{tⱼ < pᵢ}|·Huber(tⱼ − pᵢ) with τᵢ = (i + ½)/count and κ = 1; `slopes` gets its derivatives by pᵢ.
  static func quantileHuber(
    _ predictions: UnsafePointer<Self>, targets: UnsafePointer<Self>, slopes: UnsafeMutablePointer<Self>, count: Int
  ) -> Self

  /// Σx², accumulated in a fixed order.
  static func sumOfSquares(_ x: UnsafePointer<Self>, count: Int) -> Double

  /// y += a·x
  static func addScaled(_ a: Self, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)

  /// z = x·y, or z += x·y; any of the three may be equal.
  static func multiply(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, into z: UnsafeMutablePointer<Self>, accumulate: Bool,
    count: Int)
}

/// The arguments of one matrix product: C[rows × columns] (+)= op(A)·op(B) (+ bias), then the activation.
public struct MatrixProduct<Scalar> {
  /// Left factor, [rows × depth], or [depth × rows] where it is transposed.
  public var a: UnsafePointer<Scalar>
  /// Right factor, [depth × columns], or [columns × depth] where it is transposed.
  public var b: UnsafePointer<Scalar>
  /// Result, [rows × columns].
  public var c: UnsafeMutablePointer<Scalar>
  /// Rows of the result.
  public var rows: Int
  /// Columns of the result.
  public var columns: Int
  /// Terms of each sum.
  public var depth: Int
  /// Whether `a` is stored transposed.
  public var transposesA = false
  /// Whether `b` is stored transposed.
  public var transposesB = false
  /// One value for each column, from which the sums start; not for a product that accumulates.
  public var bias: UnsafePointer<Scalar>?
  /// Applied to the result; a fusable one.
  public var activation = Activation.identity
  /// Whether the product is added to what `c` holds.
  public var accumulates = false
  /// `productScratch` values of scratch.
  public var scratch: UnsafeMutablePointer<Scalar>

  /// A product from its operands and sizes.
  public init(
    a: UnsafePointer<Scalar>, b: UnsafePointer<Scalar>, c: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
    depth: Int, transposesA: Bool = false, transposesB: Bool = false, bias: UnsafePointer<Scalar>? = nil,
    activation: Activation = .identity, accumulates: Bool = false, scratch: UnsafeMutablePointer<Scalar>
  ) {
    self.a = a
    self.b = b
    self.c = c
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.transposesA = transposesA
    self.transposesB = transposesB
    self.bias = bias
    self.activation = activation
    self.accumulates = accumulates
    self.scratch = scratch
  }
}

/// The sizes of a self-attention over sets.
public struct AttentionShape: Sendable, Equatable, Codable {
  /// Rows of a set.
  public var slots: Int
  /// Heads; they divide `width`.
  public var heads: Int
  /// Values of a row.
  public var width: Int

  /// An attention of `heads` heads over sets of `slots` rows of `width` values.
  public init(slots: Int, heads: Int, width: Int) {
    precondition(slots > 0 && heads > 0 && width % heads == 0, "heads must divide width, was \(heads) and \(width)")
    self.slots = slots
    self.heads = heads
    self.width = width
  }

  /// Scratch values that every kernel can do with, rows padded to the widest vector.
  var scratchCount: Int {
    let size = width / heads
    let padded = 16
    return 6 * (slots + 1) * (size + padded) + 2 * size * (slots + padded) + 4 * (slots + size + 2 * padded)
  }
}
