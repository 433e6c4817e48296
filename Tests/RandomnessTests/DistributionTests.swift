import Randomness
import Testing

@Suite("Distributions")
struct DistributionTests {
  private let count = 100_000

  /// Mean, variance and standardised third and fourth moment of `count` draws.
  private func moments(
    seed: UInt64, _ draw: (inout RandomStream) -> Double
  ) -> (mean: Double, variance: Double, skew: Double, kurtosis: Double) {
    var stream = RandomStream(seed: seed)
    let values = (0..<count).map { _ in draw(&stream) }
    let size = Double(count)
    let mean = values.reduce(0, +) / size
    let central = { (power: Int) in
      values.reduce(0.0) { sum, value in
        sum + (0..<power).reduce(1.0) { product, _ in product * (value - mean) }
      } / size
    }
    let variance = central(2)
    return (mean, variance, central(3) / (variance * variance.squareRoot()), central(4) / (variance * variance))
  }

  @Test("conversions of the first draws are those of an independent implementation")
  func goldenValues() {
    var stream = RandomStream(seed: 1)
    #expect(
      [stream.uniformDouble(), stream.uniformDouble(), stream.uniformDouble()]
        == [0.8116121588818848, 0.7471047161582187, 0.10015090353378375])
    stream = RandomStream(seed: 1)
    #expect(
      [stream.uniform(), stream.uniform(), stream.uniform()]
        == [13_616_592, 12_534_337, 1_680_253].map { Float($0) / 16_777_216 })
    stream = RandomStream(seed: 1)
    #expect((0..<12).map { _ in stream.index(below: 10) } == [8, 7, 1, 7, 1, 5, 9, 5, 0, 1, 9, 3])
    stream = RandomStream(seed: 1)
    for expected in [-0.03323709594059198, -0.01091916499162517, -0.538509160456856] {
      #expect(abs(stream.normal() - expected) < 1e-14)
    }
  }

  @Test("a filled block is standard normal, its odd value too, and neighbours are independent")
  func filledBlock() {
    var stream = RandomStream(seed: 5)
    var values = [Float](repeating: .nan, count: 99_999)
    values.withUnsafeMutableBufferPointer { stream.fillNormal($0) }
    var remaining = values.map(Double.init)[...]
    let found = moments(seed: 0) { _ in remaining.popFirst() ?? 0 }
    #expect(abs(found.mean) < 0.01 && abs(found.variance - 1) < 0.02)
    #expect(abs(found.skew) < 0.03 && abs(found.kurtosis - 3) < 0.06)
    let products = zip(values, values.dropFirst()).reduce(0.0) { $0 + Double($1.0 * $1.1) }
    #expect(abs(products / Double(values.count)) < 0.01)
  }

  @Test("uniform values have mean 1/2, variance 1/12 and stay in 0..<1")
  func uniform() {
    for draw in [{ Double($0.uniform()) }, { $0.uniformDouble() }] as [(inout RandomStream) -> Double] {
      let found = moments(seed: 2) { stream in
        let value = draw(&stream)
        precondition((0..<1).contains(value))
        return value
      }
      #expect(abs(found.mean - 0.5) < 0.004)
      #expect(abs(found.variance - 1.0 / 12) < 0.001)
      #expect(abs(found.kurtosis - 1.8) < 0.03)
    }
  }

  @Test("a value of a range never reaches its upper bound, however narrow the range")
  func uniformRange() {
    var stream = RandomStream(seed: 3)
    let narrow = 1..<1.0.nextUp.nextUp
    for _ in 0..<1000 {
      #expect((-3..<5).contains(stream.uniform(in: -3..<5)))
      #expect(narrow.contains(stream.uniform(in: narrow)))
      #expect(stream.uniform(in: 2..<2) == 2)
    }
    let found = moments(seed: 4) { $0.uniform(in: -3..<5) }
    #expect(abs(found.mean - 1) < 0.04)
  }

  @Test("normal draws have mean 0, variance 1, no skew and a kurtosis of 3")
  func normal() {
    let found = moments(seed: 5) { $0.normal() }
    #expect(abs(found.mean) < 0.015)
    #expect(abs(found.variance - 1) < 0.02)
    #expect(abs(found.skew) < 0.04)
    #expect(abs(found.kurtosis - 3) < 0.08)
  }

  @Test("exponential draws have their mean, its square as variance, and a skew of 2")
  func exponential() {
    let found = moments(seed: 6) { $0.exponential(mean: 2.5) }
    #expect(abs(found.mean - 2.5) < 0.04)
    #expect(abs(found.variance - 6.25) < 0.25)
    #expect(abs(found.skew - 2) < 0.15)
  }

  @Test("geometric draws have their mean and its variance, and are never below 1")
  func geometric() {
    let found = moments(seed: 8) { Double($0.geometric(mean: 4)) }
    #expect(abs(found.mean - 4) < 0.06)
    #expect(abs(found.variance - 12) < 0.6)
    var stream = RandomStream(seed: 9)
    #expect((0..<1000).allSatisfy { _ in stream.geometric(mean: 3) >= 1 && stream.geometric(mean: 1) == 1 })
  }

  @Test("indices are uniform", arguments: [1, 2, 7, 36])
  func indices(below bound: Int) {
    var stream = RandomStream(seed: 7)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<count { counts[stream.index(below: bound)] += 1 }
    let expected = Double(count) / Double(bound)
    let chiSquared = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    // Mean bound − 1, variance 2·(bound − 1).
    #expect(chiSquared <= Double(bound - 1) + 4 * (2 * Double(bound - 1)).squareRoot())
  }

  @Test("a shuffle is a permutation, and every order is as likely")
  func shuffle() {
    var stream = RandomStream(seed: 8)
    var items = Array(0..<20)
    stream.shuffle(&items)
    #expect(items.sorted() == Array(0..<20) && items != Array(0..<20))
    var empty: [Int] = []
    stream.shuffle(&empty)
    #expect(empty.isEmpty)
    var orders: [[Int]: Int] = [:]
    for _ in 0..<12_000 {
      var items = [0, 1, 2]
      stream.shuffle(&items)
      orders[items, default: 0] += 1
    }
    #expect(orders.count == 6)
    #expect(orders.values.allSatisfy { abs($0 - 2000) < 180 })
  }
}
