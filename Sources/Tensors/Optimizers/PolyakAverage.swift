import CKernels

extension AlignedBuffer<Float> {
  /// Moves every value a share of the way to that of another buffer: what a target network does after each step
  /// (Polyak averaging; Lillicrap et al., ICLR 2016).
  ///
  /// - Parameters:
  ///   - source: As many values.
  ///   - share: τ in 0...1; 1 copies.
  ///   - range: Which values; all where nothing is said.
  /// - Complexity: One pass over the buffer.
  public func approach(_ source: AlignedBuffer<Float>, share: Float, in range: Range<Int>? = nil) {
    precondition(source.count == count, "buffers must have equal sizes, was \(source.count) and \(count)")
    let range = range ?? 0..<count
    precondition(range.upperBound <= count, "a range must end within \(count) values, was at \(range.upperBound)")
    // Adding the whole difference would round.
    guard share < 1 else {
      return (pointer + range.lowerBound).update(from: source.pointer + range.lowerBound, count: range.count)
    }
    Kernels.active.approach(share, source.pointer + range.lowerBound, pointer + range.lowerBound, range.count)
  }
}
