import Randomness
import Testing

/// Numbers for a kernel, in both precisions.
struct Sample {
  var single: [Float]

  /// The same numbers in double precision.
  var double: [Double] { single.map(Double.init) }

  /// Standard normal draws rounded to single precision.
  init(_ count: Int, _ name: String) {
    var random = RandomStream(seed: 21).split(name, count)
    single = (0..<count).map { _ in Float(random.normal()) }
  }
}

/// Rows × columns around the widths of vectors and register tiles.
let edgeShapes: [(rows: Int, columns: Int)] =
  [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 40].map { (3, $0) }
  + [0, 1, 2, 5, 6, 7, 11, 12, 13, 24, 25, 63, 64, 65, 70].map { ($0, 5) }

/// Flags of which about `share` are set, with at least one in each row.
func validMask(rows: Int, columns: Int, share: Double) -> [UInt8] {
  var random = RandomStream(seed: 33).split("mask", rows * 1000 + columns)
  var mask = (0..<rows * columns).map { _ in UInt8(random.uniformDouble() < share ? 1 : 0) }
  for row in 0..<rows where columns > 0 { mask[row * columns + random.index(below: columns)] = 1 }
  return mask
}

/// Expects single-precision results to agree with the reference, relative to the greater of its size and 1.
func expectClose(
  _ computed: [Float], _ expected: [Double], within tolerance: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard computed.count == expected.count else {
    Issue.record("\(what): \(computed.count) values instead of \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  for (index, (value, reference)) in zip(computed, expected).enumerated() {
    let value = Double(value)
    if value == reference { continue }
    let error = abs(value - reference) / max(1, abs(reference))
    if error <= tolerance { continue }
    Issue.record("\(what): value \(index) was \(value), not \(reference)", sourceLocation: sourceLocation)
    return
  }
}
