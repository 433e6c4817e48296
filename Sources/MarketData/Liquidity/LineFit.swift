/// A straight line by least squares.
public struct LineFit: Sendable, Equatable {
  /// Value at 0.
  public let intercept: Double
  /// Change for a step of 1.
  public let slope: Double
  /// Share of the variance that the line explains.
  public let rSquared: Double
  /// Standard deviation of the residuals, with n − 2 degrees of freedom.
  public let residualDeviation: Double
  /// Points fitted.
  public let count: Int

  /// Fits y = intercept + slope·x.
  ///
  /// - Precondition: Three or more points, not all at one x.
  init(x: [Double], y: [Double]) {
    precondition(x.count == y.count && x.count >= 3, "a line needs three or more points, was \(x.count)")
    let n = Double(x.count)
    let meanX = x.reduce(0, +) / n
    let meanY = y.reduce(0, +) / n
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      xx += (x - meanX) * (x - meanX)
      xy += (x - meanX) * (y - meanY)
      yy += (y - meanY) * (y - meanY)
    }
    precondition(xx > 0, "a line needs points at two or more x")
    slope = xy / xx
    intercept = meanY - slope * meanX
    let residual = max(0, yy - slope * xy)
    rSquared = yy > 0 ? 1 - residual / yy : 1
    residualDeviation = (residual / (n - 2)).squareRoot()
    count = x.count
  }
}
