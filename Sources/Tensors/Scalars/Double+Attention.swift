#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The reference of self-attention over sets (Vaswani et al. 2017).
///
/// Every requirement is documented where ``TensorScalar`` declares it.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Double {
  public static func attention(
    _ qkv: UnsafePointer<Double>, mask: UnsafePointer<UInt8>?, _ y: UnsafeMutablePointer<Double>,
    probabilities: UnsafeMutablePointer<Double>, samples: Int, shape: AttentionShape,
    scratch: UnsafeMutablePointer<Double>
  ) {
    let (slots, heads, width) = (shape.slots, shape.heads, shape.width)
    let size = width / heads
    for sample in 0..<samples {
      let valid = (0..<slots).filter { slot in mask.map { $0[sample * slots + slot] != 0 } ?? true }
      for head in 0..<heads {
        let value = { (slot: Int, part: Int, i: Int) in
          qkv[(sample * slots + slot) * 3 * width + part * width + head * size + i]
        }
        for query in 0..<slots {
          let weights = probabilities + ((sample * heads + head) * slots + query) * slots
          for key in 0..<slots { weights[key] = 0 }
          for i in 0..<size { y[(sample * slots + query) * width + head * size + i] = 0 }
          guard valid.contains(query) else { continue }
          let scores = valid.map { key in
            (0..<size).reduce(0.0) { $0 + value(query, 0, $1) * value(key, 1, $1) } / Double(size).squareRoot()
          }
          let top = scores.max() ?? 0
          let total = scores.reduce(0.0) { $0 + exp($1 - top) }
          for (key, score) in zip(valid, scores) {
            weights[key] = exp(score - top) / total
            for i in 0..<size {
              y[(sample * slots + query) * width + head * size + i] += weights[key] * value(key, 2, i)
            }
          }
        }
      }
    }
  }

  public static func attentionBackward(
    _ qkv: UnsafePointer<Double>, mask: UnsafePointer<UInt8>?, probabilities: UnsafePointer<Double>,
    outputGradient dy: UnsafePointer<Double>, into dqkv: UnsafeMutablePointer<Double>, samples: Int,
    shape: AttentionShape, scratch: UnsafeMutablePointer<Double>
  ) {
    let (slots, heads, width) = (shape.slots, shape.heads, shape.width)
    let size = width / heads
    for sample in 0..<samples {
      let valid = (0..<slots).filter { slot in mask.map { $0[sample * slots + slot] != 0 } ?? true }
      for head in 0..<heads {
        let at = { (slot: Int, part: Int, i: Int) in
          (sample * slots + slot) * 3 * width + part * width + head * size + i
        }
        for query in valid {
          let weights = probabilities + ((sample * heads + head) * slots + query) * slots
          let upstream = dy + (sample * slots + query) * width + head * size
          let gradients = valid.map { key in (0..<size).reduce(0.0) { $0 + upstream[$1] * qkv[at(key, 2, $1)] } }
          let mean = zip(valid, gradients).reduce(0.0) { $0 + weights[$1.0] * $1.1 }
          for (key, gradient) in zip(valid, gradients) {
            let score = weights[key] * (gradient - mean) / Double(size).squareRoot()
            for i in 0..<size {
              dqkv[at(query, 0, i)] += score * qkv[at(key, 1, i)]
              dqkv[at(key, 1, i)] += score * qkv[at(query, 0, i)]
              dqkv[at(key, 2, i)] += weights[key] * upstream[i]
            }
          }
        }
      }
    }
  }
}
