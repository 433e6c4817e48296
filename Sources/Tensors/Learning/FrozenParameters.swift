/// Blocks of a parameter buffer that do not learn.
public struct FrozenParameters: Sendable {
  /// Their names in the order of the buffer.
  public let names: [String]
  /// Where they lie, in rising order; neighbours are one range.
  public let ranges: [Range<Int>]

  /// Everything learns.
  public init() { (names, ranges) = ([], []) }

  /// The blocks of a layout that are meant.
  public init(in layout: ParameterLayout, where isFrozen: (String) -> Bool) {
    let entries = layout.entries.filter { isFrozen($0.name) }
    names = entries.map(\.name)
    ranges = entries.reduce(into: []) { ranges, entry in
      let range = entry.slice.offset..<entry.slice.offset + entry.slice.count
      if let last = ranges.last, last.upperBound == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
  }

  /// Sets their gradients to 0, to be called before the norm is taken.
  ///
  /// With a gradient and moments of 0 an optimiser subtracts 0, which leaves every bit.
  func silence(_ gradients: AlignedBuffer<Float>) {
    for range in ranges { gradients.fill(0, in: range) }
  }
}
