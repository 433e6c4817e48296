extension Double {
  /// The loss of quantile regression, term by term; see ``TensorScalar/quantileHuber(_:targets:slopes:count:)``.
  public static func quantileHuber(
    _ predictions: UnsafePointer<Double>, targets: UnsafePointer<Double>, slopes: UnsafeMutablePointer<Double>,
    count: Int
  ) -> Double {
    var total = 0.0
    for i in 0..<count {
      let middle = (Double(i) + 0.5) / Double(count)
      slopes[i] = 0
      for j in 0..<count {
        let error = targets[j] - predictions[i]
        let weight = abs(middle - (error < 0 ? 1 : 0)) / Double(count)
        total += weight * (abs(error) <= 1 ? error * error / 2 : abs(error) - 0.5)
        slopes[i] -= weight * min(max(error, -1), 1)
      }
    }
    return total
  }
}
