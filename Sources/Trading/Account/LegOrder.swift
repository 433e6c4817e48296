import Accounting

/// One leg of an order to enter.
public struct LegOrder: Sendable, Equatable {
  /// Index of the instrument.
  public var instrument: Int
  /// Direction.
  public var side: Side

  /// A leg from its instrument and direction.
  public init(_ instrument: Int, _ side: Side) {
    self.instrument = instrument
    self.side = side
  }
}

/// What an order to enter has to respect at one bar, summed over its legs; known at that bar.
public struct EntryTerms: Sendable, Equatable {
  /// Smallest size with which every leg reaches the least notional of its venue, USD.
  public var minimumSize: Double
  /// Modelled depth of the thinnest leg, USD.
  public var depth: Double
  /// Sum of the half-spreads, as a share of price.
  public var halfSpreads: Double
  /// Sum of the impact scales; see ``InstrumentBar/impactScale``.
  public var impactScales: Double
  /// Largest size that keeps the liquidation buffer and the venues' leverage on every leg, USD.
  public var largestSize: Double
  /// Sum of the fee rates, as a share of notional.
  public var feeRates: Double
  /// Legs that bind margin.
  public var legs: Double

  /// Terms from their values.
  @inlinable
  public init(
    minimumSize: Double, depth: Double, halfSpreads: Double, impactScales: Double, largestSize: Double,
    feeRates: Double, legs: Double
  ) {
    self.minimumSize = minimumSize
    self.depth = depth
    self.halfSpreads = halfSpreads
    self.impactScales = impactScales
    self.largestSize = largestSize
    self.feeRates = feeRates
    self.legs = legs
  }
}
