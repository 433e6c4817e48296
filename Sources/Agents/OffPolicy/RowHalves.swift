import Tensors

/// Two fixed halves of a batch, for two lanes.
///
/// The halves do not depend on the number of threads, and so neither do the bits.
struct RowHalves {
  private let ranges: [Range<Int>]

  init(rows: Int) {
    let half = (rows + 1) / 2
    ranges = [0..<half, half..<rows]
  }

  subscript(lane: Int) -> Range<Int> { ranges[lane] }
}

extension LanePair {
  /// Runs the same work on both lanes.
  func runBoth(_ body: (Int) -> Void) { run({ body(0) }, { body(1) }) }
}
