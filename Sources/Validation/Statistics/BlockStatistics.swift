/// Means and squared deviations of every strategy in every block, from which the Sharpe ratio over any set of blocks follows
/// without passing over the bars again.
struct BlockStatistics {
  private let length: Double
  private let blocks: Int
  /// [strategies][blocks], flat.
  private var means: [Double] = []
  /// Sums of squared deviations from the block's mean, laid out alike.
  private var squares: [Double] = []
  private let strategies: Int

  /// Blocks of `length` bars that end with the last bar.
  init(of returns: [[Double]], blocks: Int, length: Int) {
    self.length = Double(length)
    self.blocks = blocks
    strategies = returns.count
    means.reserveCapacity(blocks * returns.count)
    squares.reserveCapacity(blocks * returns.count)
    for series in returns {
      for block in 0..<blocks {
        let start = series.count - (blocks - block) * length
        var sum = 0.0
        for bar in start..<(start + length) { sum += series[bar] }
        let mean = sum / Double(length)
        var deviations = 0.0
        for bar in start..<(start + length) { deviations += (series[bar] - mean) * (series[bar] - mean) }
        means.append(mean)
        squares.append(deviations)
      }
    }
  }

  /// The per-bar Sharpe ratio of every strategy over the bars of some blocks; 0 if they do not vary.
  func sharpes(over chosen: [Int]) -> [Double] {
    let count = Double(chosen.count)
    return (0..<strategies).map { strategy in
      var sum = 0.0
      for block in chosen { sum += means[strategy * blocks + block] }
      let mean = sum / count
      var total = 0.0
      for block in chosen {
        let index = strategy * blocks + block
        let shift = means[index] - mean
        total += squares[index] + length * shift * shift
      }
      let deviation = (total / (length * count - 1)).squareRoot()
      return deviation > 1e-14 ? mean / deviation : 0
    }
  }
}
