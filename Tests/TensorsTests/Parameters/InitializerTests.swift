import Randomness
import Tensors
import Testing

@Suite("Initial parameters")
struct InitializerTests {
  /// One matrix, row-major.
  private func matrix(_ initializer: Initializer, rows: Int, columns: Int, seed: UInt64 = 3) -> [Float] {
    var layout = ParameterLayout()
    _ = layout.reserve("weight", rows: rows, columns: columns, initializer: initializer)
    return layout.makeParameters(using: RandomStream(seed: seed)).array
  }

  @Test(
    "an orthogonal matrix has orthonormal columns or rows, times its gain",
    arguments: [(1, 1), (8, 8), (20, 5), (5, 20), (1, 7), (64, 36)])
  func orthogonal(rows: Int, columns: Int) {
    let gain: Float = 1.5
    let weights = matrix(.orthogonal(gain: gain), rows: rows, columns: columns)
    let isTall = rows >= columns
    let (long, short) = (max(rows, columns), min(rows, columns))
    for first in 0..<short {
      for second in 0..<short {
        let product = (0..<long).reduce(Float(0)) { sum, index in
          sum
            + (isTall
              ? weights[index * columns + first] * weights[index * columns + second]
              : weights[first * columns + index] * weights[second * columns + index])
        }
        #expect(abs(product - (first == second ? gain * gain : 0)) < 1e-5)
      }
    }
  }

  @Test("orthogonal matrices of different seeds differ, those of one seed do not")
  func seeds() {
    let draw = { matrix(.orthogonal(gain: 1), rows: 6, columns: 6, seed: $0) }
    #expect(draw(1) == draw(1) && draw(1) != draw(2))
  }

  @Test("Kaiming's uniform fills its bound √(3/inputs)·gain and no more")
  func kaiming() {
    let weights = matrix(.kaimingUniform(gain: Float(2).squareRoot()), rows: 24, columns: 200)
    let bound = Float(6.0 / 24).squareRoot()
    #expect(weights.allSatisfy { abs($0) <= bound })
    #expect((weights.max() ?? 0) > 0.99 * bound && (weights.min() ?? 0) < -0.99 * bound)
    // The variance of He's rule is 2/inputs.
    let variance = weights.reduce(0) { $0 + $1 * $1 } / Float(weights.count)
    #expect(abs(variance - 2.0 / 24) < 0.004)
  }

  @Test("constants and uniform values are what they say")
  func simple() {
    #expect(matrix(.constant(0.25), rows: 2, columns: 2) == [0.25, 0.25, 0.25, 0.25])
    let uniform = matrix(.uniform(bound: 0.1), rows: 50, columns: 50)
    #expect(uniform.allSatisfy { abs($0) <= 0.1 } && Set(uniform).count > 2000)
  }

  @Test("adding a parameter leaves the numbers of the others as they were")
  func independence() {
    var (small, large) = (ParameterLayout(), ParameterLayout())
    _ = large.reserve("new", rows: 3, columns: 3, initializer: .orthogonal(gain: 1))
    let before = small.reserve("kept", rows: 4, columns: 2, initializer: .orthogonal(gain: 1))
    let after = large.reserve("kept", rows: 4, columns: 2, initializer: .orthogonal(gain: 1))
    let random = RandomStream(seed: 4)
    let (first, second) = (small.makeParameters(using: random).array, large.makeParameters(using: random).array)
    #expect(after.offset == 9)
    #expect(
      first[before.offset..<before.offset + 8] == second[after.offset..<after.offset + 8])
  }

  @Test("slices lie one behind the other and count all parameters")
  func layout() {
    var layout = ParameterLayout()
    let first = layout.reserve("a", rows: 2, columns: 3, initializer: .constant(1))
    let second = layout.reserve("b", rows: 1, columns: 4, initializer: .constant(2))
    #expect(first.offset == 0 && second.offset == 6 && layout.count == 10)
    #expect(layout.entries.map(\.name) == ["a", "b"])
    #expect(
      layout.makeParameters(using: RandomStream(seed: 0)).array == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2])
  }
}
