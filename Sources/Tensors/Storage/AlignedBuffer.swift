/// A fixed-size block of numbers, aligned to a cache line.
///
/// The block is the storage of arenas and parameters. It is a class so that its address is stable: pointers taken once
/// for a batch stay valid for as long as the buffer lives. A pointer does not keep it alive: hold the buffer in a
/// property, or read a temporary one by ``array``.
public final class AlignedBuffer<Scalar: BinaryFloatingPoint> {
  /// First value.
  public let pointer: UnsafeMutablePointer<Scalar>
  /// How many values there are.
  public let count: Int

  /// Allocates `count` zeros.
  public init(count: Int) {
    precondition(count >= 0, "count must not be negative, was \(count)")
    let bytes = max(count, 1) * MemoryLayout<Scalar>.stride
    let raw = LargePages.allocate(byteCount: bytes, alignment: 64)
    // Zeros of either type are zero bytes, and bytes are set at the speed of memory.
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    pointer = raw.bindMemory(to: Scalar.self, capacity: max(count, 1))
    self.count = count
  }

  deinit { pointer.deallocate() }

  /// All values, for reading and writing.
  public var values: UnsafeMutableBufferPointer<Scalar> { UnsafeMutableBufferPointer(start: pointer, count: count) }

  /// A copy of all values.
  public var array: [Scalar] { withExtendedLifetime(self) { Array(values) } }

  /// Copies the values of a buffer of the same size.
  public func assign(from other: AlignedBuffer<Scalar>) {
    precondition(other.count == count, "buffers must have equal sizes, was \(other.count) and \(count)")
    pointer.update(from: other.pointer, count: count)
  }

  /// Copies the values of an array of the same size.
  public func take(_ source: [Scalar]) {
    precondition(source.count == count, "a buffer of \(count) values was given \(source.count)")
    _ = values.update(fromContentsOf: source)
  }

  /// Sets some values.
  public func fill(_ value: Scalar, in range: Range<Int>) {
    precondition(range.upperBound <= count, "a range must end within \(count) values, was at \(range.upperBound)")
    (pointer + range.lowerBound).update(repeating: value, count: range.count)
  }

  /// Sets every value.
  public func fill(_ value: Scalar) { pointer.update(repeating: value, count: count) }
}
