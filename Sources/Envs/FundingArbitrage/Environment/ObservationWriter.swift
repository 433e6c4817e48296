import Settings

/// Writes values one behind the other, each made finite and held to ±10.
struct ObservationWriter {
  /// Largest magnitude of an observed value.
  static let limit = 10.0

  private let row: UnsafeMutableBufferPointer<Float>
  private var position = 0

  init(_ row: UnsafeMutableBufferPointer<Float>) {
    self.row = row
  }

  /// Appends a value; one that is not a number becomes the lower limit.
  @inline(__always)
  mutating func append(_ value: Double) {
    row[position] = value > -Self.limit ? Float(min(value, Self.limit)) : Float(-Self.limit)
    position += 1
  }

  /// Appends zeros.
  @inline(__always)
  mutating func appendZeros(_ count: Int) {
    for _ in 0..<count {
      row[position] = 0
      position += 1
    }
  }

  /// Appends values that are bounded already.
  @inline(__always)
  mutating func append(copying values: UnsafeBufferPointer<Float>, from first: Int, count: Int) {
    enforce(
      first >= 0 && first + count <= values.count && position + count <= row.count,
      "\(count) values from \(first) must fit \(row.count - position)")
    guard let source = values.baseAddress, let target = row.baseAddress else { return }
    (target + position).update(from: source + first, count: count)
    position += count
  }
}
