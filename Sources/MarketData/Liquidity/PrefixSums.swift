/// Running sums of a column, so that the sum of any window costs O(1).
///
/// `nan` entries are left out of both sum and count. The sum of a window depends only on entries up to the window's
/// end. In double precision the error of a window of n entries is below 1e-16 times the sum of everything before it.
struct PrefixSums: Sendable {
  private let sums: [Double]
  private let counts: [Int32]

  init(of values: [Double]) {
    var sums = [0.0]
    var counts: [Int32] = [0]
    sums.reserveCapacity(values.count + 1)
    counts.reserveCapacity(values.count + 1)
    var sum = 0.0
    var count: Int32 = 0
    for value in values {
      if !value.isNaN {
        sum += value
        count += 1
      }
      sums.append(sum)
      counts.append(count)
    }
    self.sums = sums
    self.counts = counts
  }

  /// Sum of the known entries of `start..<end`; a start below 0 counts as 0.
  func sum(from start: Int, to end: Int) -> Double {
    sums[end] - sums[max(0, start)]
  }

  /// Known entries of `start..<end`; a start below 0 counts as 0.
  func count(from start: Int, to end: Int) -> Int {
    Int(counts[end] - counts[max(0, start)])
  }

  /// Mean of the known entries of `start..<end`, `nan` where there are none.
  func mean(from start: Int, to end: Int) -> Double {
    let count = count(from: start, to: end)
    return count == 0 ? .nan : sum(from: start, to: end) / Double(count)
  }
}

extension ArraySlice<Double> {
  /// Sample standard deviation (n − 1) of the entries that are not `nan`; `nan` for fewer than two.
  ///
  /// Two passes: differences of running sums of squares would cancel for spreads of a few basis points.
  var sampleStandardDeviation: Double {
    var count = 0.0
    var sum = 0.0
    for value in self where !value.isNaN {
      count += 1
      sum += value
    }
    guard count > 1 else { return .nan }
    let mean = sum / count
    var squares = 0.0
    for value in self where !value.isNaN {
      squares += (value - mean) * (value - mean)
    }
    return (squares / (count - 1)).squareRoot()
  }
}
