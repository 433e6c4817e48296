extension TensorBoardSummary.Value {
  /// A number, which TensorBoard keeps in single precision.
  init(tag: String, scalar: Double) {
    self.init()
    self.tag = tag
    simpleValue = Float(scalar)
  }

  /// How numbers are spread over thirty buckets of equal width; at least one number.
  init(tag: String, histogramOf numbers: [Double]) {
    self.init()
    self.tag = tag
    histogram = TensorBoardHistogram(of: numbers)
  }
}

extension TensorBoardHistogram {
  private static let buckets = 30

  /// Counts of finite numbers; all in one bucket where they are equal.
  init(of numbers: [Double]) {
    self.init()
    let numbers = numbers.filter(\.isFinite)
    guard let low = numbers.min(), let high = numbers.max() else { return }
    (min, max, count) = (low, high, Double(numbers.count))
    sum = numbers.reduce(0, +)
    sumOfSquares = numbers.reduce(0) { $0 + $1 * $1 }
    let width = (high - low) / Double(Self.buckets)
    guard width > 0, width.isFinite else {
      bucketLimit = [high]
      bucket = [count]
      return
    }
    // The first bucket is closed by a limit at the minimum, so that readers know where the values begin.
    bucketLimit = (0...Self.buckets).map { $0 == Self.buckets ? high : low + Double($0) * width }
    bucket = [Double](repeating: 0, count: Self.buckets + 1)
    for number in numbers {
      let place = bucketLimit.firstIndex { number <= $0 } ?? Self.buckets
      bucket[place] += 1
    }
  }
}
