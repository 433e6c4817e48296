import Randomness

/// A block of a flat parameter buffer.
public struct ParameterSlice: Sendable, Equatable, Hashable {
  /// Index of its first value.
  public let offset: Int
  /// Rows: the inputs of a weight matrix, 1 for a vector.
  public let rows: Int
  /// Columns: the outputs of a weight matrix.
  public let columns: Int

  /// Values in all.
  public var count: Int { rows * columns }
}

/// Which parameters a network has and where each lies in one flat buffer.
///
/// Layers reserve their slices while a network is built; the numbers live elsewhere, so that an optimiser step, a
/// gradient norm, an average or a copy is one pass over one block.
public struct ParameterLayout: Sendable {
  /// One reserved slice.
  public struct Entry: Sendable {
    /// Path of the parameter: `policy.0.weight`.
    public let name: String
    /// Where it lies.
    public let slice: ParameterSlice
    /// How it starts.
    public let initializer: Initializer
  }

  /// All slices in the order of the buffer.
  public private(set) var entries: [Entry] = []
  /// Values that the buffer needs: the number of parameters.
  public private(set) var count = 0
  private var names: Set<String> = []

  /// A layout without parameters.
  public init() {}

  /// Reserves a matrix.
  ///
  /// - Precondition: `name` is new.
  public mutating func reserve(
    _ name: String, rows: Int, columns: Int, initializer: Initializer
  ) -> ParameterSlice {
    precondition(rows > 0 && columns > 0, "\(name) must have values, was \(rows) × \(columns)")
    precondition(names.insert(name).inserted, "parameter names must be unique, was \(name) again")
    let slice = ParameterSlice(offset: count, rows: rows, columns: columns)
    entries.append(Entry(name: name, slice: slice, initializer: initializer))
    count += slice.count
    return slice
  }

  /// A buffer with initial values.
  ///
  /// Each entry draws from a stream of its own, named after it: adding a layer leaves the others as they were.
  public func makeParameters(using random: RandomStream) -> AlignedBuffer<Float> {
    let buffer = AlignedBuffer<Float>(count: count)
    for entry in entries {
      var stream = random.split(entry.name)
      let block = UnsafeMutableBufferPointer(start: buffer.pointer + entry.slice.offset, count: entry.slice.count)
      entry.initializer.fill(block, rows: entry.slice.rows, columns: entry.slice.columns, using: &stream)
    }
    return buffer
  }
}
