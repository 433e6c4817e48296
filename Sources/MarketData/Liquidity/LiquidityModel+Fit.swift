import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A fitted liquidity model with the quality of its two lines.
public struct LiquidityFit: Sendable, Equatable {
  /// The model; limits and impact are the defaults.
  public let model: LiquidityModel
  /// Line of log₁₀ spread (percent) in log₁₀ volume.
  public let spread: LineFit
  /// Line of log₁₀ depth (USD) in log₁₀ volume.
  public let depth: LineFit
}

extension LiquidityModel {
  /// Fits spread and depth of a snapshot on traded volume, both in logarithms to base 10.
  ///
  /// A cross-section: it says how contracts differ, and is used as if one contract's book thinned the same way when its
  /// own volume falls.
  ///
  /// - Parameters:
  ///   - snapshot: Spreads and depths.
  ///   - volumes: Quote volume of 24 hours by contract, USD; contracts of only one of the two are left out.
  /// - Returns: The model and how well it fits.
  /// - Throws: A ``MarketDataError`` if fewer than three contracts overlap, all have one volume, or the lines slope
  ///   the wrong way (a wider spread or a thinner book for more volume).
  public static func fit(
    snapshot: LiquiditySnapshot, volumes: [Listing: Double]
  ) throws(MarketDataError) -> LiquidityFit {
    var (x, spreads, depths) = ([Double](), [Double](), [Double]())
    for row in snapshot.rows {
      guard let volume = volumes[row.listing], volume > 0 else { continue }
      x.append(log10(volume))
      spreads.append(log10(row.spread))
      depths.append(log10(row.depth))
    }
    guard x.count >= 3, x.contains(where: { $0 != x[0] }) else {
      throw MarketDataError(
        field: "snapshot", must: "share three or more contracts of different volume with the data",
        found: "\(x.count)")
    }
    let spread = LineFit(x: x, y: spreads)
    let depth = LineFit(x: x, y: depths)
    let model = LiquidityModel(
      spreadIntercept: spread.intercept, spreadSlope: spread.slope, depthIntercept: depth.intercept,
      depthSlope: depth.slope)
    do {
      try model.validate()
    } catch {
      throw MarketDataError(field: error.field, must: error.must, found: error.found)
    }
    return LiquidityFit(model: model, spread: spread, depth: depth)
  }
}
