import Settings

/// Bars of one length, counted from a first one: what turns an index into a time and back.
///
/// A bar stamped t covers [t, t + length).
public struct TimeGrid: Sendable, Hashable {
  /// Epoch milliseconds (UTC) of bar 0, a multiple of the length.
  public let start: Int64
  /// Length of every bar.
  public let barLength: BarLength

  /// A grid from its first bar.
  public init(start: Int64, barLength: BarLength) {
    enforce(
      start % barLength.milliseconds == 0,
      "start must be a multiple of \(barLength) since the epoch, was \(start) ms")
    self.start = start
    self.barLength = barLength
  }

  /// Epoch milliseconds (UTC) of the start of a bar, which may lie before the first one.
  public func timestamp(ofBar bar: Int) -> Int64 { start + Int64(bar) * barLength.milliseconds }

  /// The bar that covers an epoch time in milliseconds; negative before the first one.
  public func bar(at timestamp: Int64) -> Int {
    let offset = timestamp - start
    let quotient = offset / barLength.milliseconds
    return Int(offset % barLength.milliseconds < 0 ? quotient - 1 : quotient)
  }

  /// The first bar that begins at or after an epoch time in milliseconds.
  public func firstBar(atOrAfter timestamp: Int64) -> Int {
    let bar = bar(at: timestamp)
    return self.timestamp(ofBar: bar) == timestamp ? bar : bar + 1
  }

  /// Whether a bar is the first of a UTC day.
  public func beginsDay(_ bar: Int) -> Bool { timestamp(ofBar: bar) % BarLength.day.milliseconds == 0 }

  /// Bars that cover so many hours, at least 1.
  public func bars(inHours hours: Int) -> Int { max(hours * 60 / barLength.minutes, 1) }
}
