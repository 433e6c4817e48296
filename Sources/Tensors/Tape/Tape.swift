import Randomness

/// A record of what was computed, that can be walked backwards for gradients.
///
/// Values and gradients come from two arenas that ``reset()`` takes back, so that a pass of known size allocates no
/// memory for numbers. A tape without a gradient buffer records nothing and runs the same layer code for acting and
/// serving.
///
/// One tape serves one thread. Tapes may share a parameter buffer as long as nobody writes to it.
public final class Tape<Scalar: TensorScalar> {
  private struct Node {
    var value: UnsafeMutablePointer<Scalar>
    var gradient: UnsafeMutablePointer<Scalar>?
    var count: Int
    var needsGradient: Bool
    /// Whether the gradient lies in the buffer of the parameters.
    var isParameter = false
  }

  private let parameterValues: AlignedBuffer<Scalar>
  private let parameterGradients: AlignedBuffer<Scalar>?
  private let differentiatesInputs: Bool
  private let values = Arena<Scalar>()
  private let gradients = Arena<Scalar>()
  private let bytes = Arena<Float>()
  private var nodes: [Node] = []
  /// Whether the gradients of intermediate variables hold the result of an earlier backward pass.
  private var hasIntermediateGradients = false
  private var operations: [any DifferentiableOperation<Scalar>] = []

  /// The source of dropout; `nil` evaluates: nothing is dropped.
  public var dropoutStream: RandomStream?

  /// A tape over parameters.
  ///
  /// - Parameters:
  ///   - parameters: The values that ``parameter(_:)`` refers to.
  ///   - gradients: Where ``backward(from:)`` adds the gradients of the parameters, laid out alike; `nil` makes
  ///     a tape that records nothing.
  ///   - differentiatesInputs: Whether ``input(_:rows:columns:)`` takes part in ``backward(from:)``; without `gradients`
  ///     the parameters are then constants, and no work is spent on them.
  public init(
    parameters: AlignedBuffer<Scalar>, gradients: AlignedBuffer<Scalar>? = nil, differentiatesInputs: Bool = false
  ) {
    precondition(
      gradients.map { $0.count == parameters.count } ?? true,
      "gradients must be as many as parameters, was \(gradients?.count ?? 0) and \(parameters.count)")
    parameterValues = parameters
    parameterGradients = gradients
    self.differentiatesInputs = differentiatesInputs
  }

  /// Whether operations are recorded for ``backward(from:)``.
  public var isRecording: Bool { parameterGradients != nil || differentiatesInputs }

  /// How many operations were recorded since the last reset.
  public var recordedOperationCount: Int { operations.count }

  /// Type names of the recorded operations, without their number type.
  package var recordedOperationNames: [String] {
    operations.map { String("\(type(of: $0))".prefix { $0 != "<" }) }
  }

  /// Forgets everything recorded; all variables become invalid.
  @_specialize(where Scalar == Float)
  public func reset() {
    nodes.removeAll(keepingCapacity: true)
    operations.removeAll(keepingCapacity: true)
    values.reset()
    gradients.reset()
    bytes.reset()
    hasIntermediateGradients = false
  }

  // MARK: Leaves

  /// A constant that the caller fills.
  ///
  /// - Parameters:
  ///   - rows: How many rows.
  ///   - columns: How many columns.
  ///   - fill: Writes all `rows` × `columns` values.
  /// - Returns: [rows × columns], without a gradient.
  @_specialize(where Scalar == Float)
  public func constant(
    rows: Int, columns: Int, _ fill: (UnsafeMutableBufferPointer<Scalar>) -> Void
  ) -> Variable {
    let variable = append(values.allocate(rows * columns), rows, columns, needsGradient: false)
    fill(UnsafeMutableBufferPointer(start: pointer(to: variable), count: variable.count))
    return variable
  }

  /// A constant with the given values.
  @_specialize(where Scalar == Float)
  public func constant(_ source: [Scalar], rows: Int, columns: Int) -> Variable {
    precondition(source.count == rows * columns, "values must be \(rows) × \(columns), was \(source.count)")
    return constant(rows: rows, columns: columns) { _ = $0.update(fromContentsOf: source) }
  }

  /// A constant that stays in the caller's memory, which must not change until the tape is reset.
  @_specialize(where Scalar == Float)
  public func constant(borrowing source: UnsafePointer<Scalar>, rows: Int, columns: Int) -> Variable {
    append(UnsafeMutablePointer(mutating: source), rows, columns, needsGradient: false)
  }

  /// A matrix in the caller's memory with respect to which ``backward(from:)`` differentiates.
  ///
  /// Read the result with ``gradient(of:)``. The memory must not change until the tape is reset.
  @_specialize(where Scalar == Float)
  public func input(_ source: UnsafePointer<Scalar>, rows: Int, columns: Int) -> Variable {
    precondition(differentiatesInputs, "only a tape that differentiates inputs has some")
    return append(UnsafeMutablePointer(mutating: source), rows, columns, needsGradient: true)
  }

  /// A block of the parameter buffer.
  @_specialize(where Scalar == Float)
  public func parameter(_ slice: ParameterSlice) -> Variable {
    precondition(
      slice.offset + slice.count <= parameterValues.count,
      "a slice must end within \(parameterValues.count) parameters, was at \(slice.offset + slice.count)")
    let gradient = parameterGradients.map { $0.pointer + slice.offset }
    nodes.append(
      Node(
        value: parameterValues.pointer + slice.offset, gradient: gradient, count: slice.count,
        needsGradient: gradient != nil, isParameter: true))
    return Variable(index: nodes.count - 1, rows: slice.rows, columns: slice.columns)
  }

  // MARK: For operations

  /// A new variable with unspecified values.
  ///
  /// - Parameters:
  ///   - rows: How many rows.
  ///   - columns: How many columns.
  ///   - inputs: What it is computed from; it needs a gradient if one of them does.
  /// - Returns: [rows × columns]
  @_specialize(where Scalar == Float)
  public func makeVariable(rows: Int, columns: Int, dependingOn inputs: Variable...) -> Variable {
    let needsGradient = inputs.contains { nodes[$0.index].needsGradient }
    return append(values.allocate(rows * columns), rows, columns, needsGradient: needsGradient)
  }

  /// A new variable that shares the values of another, with a gradient of its own.
  @_specialize(where Scalar == Float)
  func makeView(of x: Variable, rows: Int, columns: Int) -> Variable {
    append(pointer(to: x), rows, columns, needsGradient: needsGradient(x))
  }

  /// Records a step.
  ///
  /// Only worth calling where the result needs a gradient.
  @_specialize(where Scalar == Float)
  public func record(_ operation: any DifferentiableOperation<Scalar>) {
    operations.append(operation)
  }

  /// The values of a variable, row-major.
  @_specialize(where Scalar == Float)
  public func pointer(to variable: Variable) -> UnsafeMutablePointer<Scalar> { nodes[variable.index].value }

  /// Whether a variable takes part in the backward pass.
  @_specialize(where Scalar == Float)
  public func needsGradient(_ variable: Variable) -> Bool { nodes[variable.index].needsGradient }

  /// The gradient of a variable, zeros where nothing has been added yet.
  @_specialize(where Scalar == Float)
  public func gradient(of variable: Variable) -> UnsafeMutablePointer<Scalar> {
    let sink = gradientSink(of: variable)
    if !sink.accumulates { sink.pointer.update(repeating: 0, count: variable.count) }
    return sink.pointer
  }

  /// The gradient of a variable for kernels that can also overwrite: where `accumulates` is false nothing has been
  /// added yet and every value must be written.
  @_specialize(where Scalar == Float)
  func gradientSink(of variable: Variable) -> (pointer: UnsafeMutablePointer<Scalar>, accumulates: Bool) {
    if let pointer = nodes[variable.index].gradient { return (pointer, true) }
    let pointer = gradients.allocate(variable.count)
    nodes[variable.index].gradient = pointer
    return (pointer, false)
  }

  /// Memory for numbers that an operation keeps from its forward to its backward pass.
  @_specialize(where Scalar == Float)
  public func makeScratch(count: Int) -> UnsafeMutablePointer<Scalar> { values.allocate(count) }

  /// A mask that stays with the tape: a copy of `source`, one byte a flag.
  @_specialize(where Scalar == Float)
  public func makeMask(_ source: UnsafeBufferPointer<Bool>) -> UnsafePointer<UInt8> {
    let raw = UnsafeMutableRawPointer(bytes.allocate((source.count + 3) / 4))
    let mask = raw.bindMemory(to: UInt8.self, capacity: source.count)
    for (index, flag) in source.enumerated() { mask[index] = flag ? 1 : 0 }
    return UnsafePointer(mask)
  }

  /// Room for `count` indices that stay with the tape.
  @_specialize(where Scalar == Float)
  func makeIndices(count: Int) -> UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(bytes.allocate(count)).bindMemory(to: Int32.self, capacity: count)
  }

  // MARK: Results

  /// A copy of the values of a variable, row-major.
  @_specialize(where Scalar == Float)
  public func values(of variable: Variable) -> [Scalar] {
    Array(UnsafeBufferPointer(start: pointer(to: variable), count: variable.count))
  }

  /// A copy of the gradient of a variable after ``backward(from:)``.
  ///
  /// Exact for parameters. Linear layers and activations turn the gradient of their output into that of the sum before
  /// the activation.
  public func gradients(of variable: Variable) -> [Scalar] {
    Array(UnsafeBufferPointer(start: gradient(of: variable), count: variable.count))
  }

  /// Adds the gradient of a scalar to the gradient buffer of the parameters.
  ///
  /// Several passes over one record add up, be it from the same scalar or from several.
  ///
  /// - Parameter loss: A variable of one value.
  /// - Complexity: That of the forward pass, about twice its time.
  @_specialize(where Scalar == Float)
  public func backward(from loss: Variable) {
    precondition(loss.count == 1, "a gradient starts from one value, was \(loss.rows) × \(loss.columns)")
    precondition(isRecording, "a tape without gradients records nothing")
    if hasIntermediateGradients { forgetIntermediateGradients() }
    hasIntermediateGradients = true
    gradient(of: loss)[0] += 1
    for operation in operations.reversed() { operation.backward(on: self) }
  }

  /// Makes room for another pass, which would otherwise pass on what the last one left.
  private func forgetIntermediateGradients() {
    for index in nodes.indices where !nodes[index].isParameter { nodes[index].gradient = nil }
    gradients.reset()
  }

  private func append(
    _ value: UnsafeMutablePointer<Scalar>, _ rows: Int, _ columns: Int, needsGradient: Bool
  ) -> Variable {
    nodes.append(
      Node(value: value, gradient: nil, count: rows * columns, needsGradient: needsGradient && isRecording))
    return Variable(index: nodes.count - 1, rows: rows, columns: columns)
  }
}
