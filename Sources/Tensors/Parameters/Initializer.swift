import Randomness

/// How a block of parameters starts.
public enum Initializer: Sendable, Codable, Equatable {
  /// Every value the same.
  case constant(Float)
  /// A matrix with orthogonal rows or columns times `gain` (Saxe, McClelland and Ganguli 2014).
  case orthogonal(gain: Float)
  /// Uniform in ±√(3/inputs)·gain; a gain of √2 is He's rule for ReLU (He et al. 2015), 1/√3 PyTorch's default.
  case kaimingUniform(gain: Float)
  /// Uniform in ±bound.
  case uniform(bound: Float)

  /// Writes a matrix of `rows` inputs × `columns` outputs.
  ///
  /// - Complexity: O(rows·columns), for `.orthogonal` times the smaller of the two.
  func fill(
    _ values: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int, using random: inout RandomStream
  ) {
    switch self {
    case .constant(let value):
      values.update(repeating: value)
    case .kaimingUniform(let gain):
      let bound = gain * (3 / Float(rows)).squareRoot()
      for index in values.indices { values[index] = (2 * random.uniform() - 1) * bound }
    case .uniform(let bound):
      for index in values.indices { values[index] = (2 * random.uniform() - 1) * bound }
    case .orthogonal(let gain):
      let matrix = Self.orthonormal(long: max(rows, columns), short: min(rows, columns), using: &random)
      for row in 0..<rows {
        for column in 0..<columns {
          let entry = rows >= columns ? matrix[column][row] : matrix[row][column]
          values[row * columns + column] = gain * Float(entry)
        }
      }
    }
  }

  /// `short` orthonormal vectors of `long` values: normal draws made orthogonal by Gram and Schmidt, twice, which
  /// removes what rounding leaves behind.
  private static func orthonormal(long: Int, short: Int, using random: inout RandomStream) -> [[Double]] {
    var vectors: [[Double]] = []
    while vectors.count < short {
      var vector = (0..<long).map { _ in random.normal() }
      for _ in 0..<2 {
        for other in vectors {
          var projection = 0.0
          for index in 0..<long { projection += vector[index] * other[index] }
          for index in 0..<long { vector[index] -= projection * other[index] }
        }
      }
      var length = 0.0
      for index in 0..<long { length += vector[index] * vector[index] }
      let scale = 1 / length.squareRoot()
      for index in 0..<long { vector[index] *= scale }
      vectors.append(vector)
    }
    return vectors
  }
}
