/// Reads decimal numbers from bytes without making a `String`.
///
/// Numbers of at most 2⁵³ in their digits and a power of ten within 10^±22 need one correctly rounded
/// multiplication or division (Clinger, "How to read floating point numbers accurately", 1990); that is every number
/// of practical market data. The rest goes through the standard library, so the result is always the nearest double.
enum DecimalText {
  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22,
  ]

  /// The number that all bytes of the range spell: sign, digits, point, digits, exponent.
  ///
  /// - Returns: `nil` for anything else, including `nan`, `inf` and numbers beyond the range of a double.
  static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
    var index = range.lowerBound
    let end = range.upperBound
    let isNegative = index < end && bytes[index] == minus
    if isNegative || (index < end && bytes[index] == plus) { index += 1 }

    var mantissa: UInt64 = 0
    var digits = 0
    var scale = 0
    var seesPoint = false
    while index < end {
      let byte = bytes[index]
      if byte == point && !seesPoint {
        seesPoint = true
      } else {
        let digit = byte &- zero
        guard digit < 10 else { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits += 1
        if seesPoint { scale -= 1 }
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if index < end {
      guard bytes[index] | 0x20 == exponentLetter, let exponent = integer(bytes, index + 1..<end), abs(exponent) < 1000
      else { return nil }
      scale += Int(exponent)
    }
    guard digits <= 19, mantissa <= 1 << 53, abs(scale) <= 22 else { return nearestDouble(bytes, range) }
    let magnitude =
      scale < 0 ? Double(mantissa) / powersOfTen[-scale] : Double(mantissa) * powersOfTen[scale]
    return isNegative ? -magnitude : magnitude
  }

  /// The integer that all bytes of the range spell, or `nil`.
  static func integer(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int64? {
    var index = range.lowerBound
    let isNegative = index < range.upperBound && bytes[index] == minus
    if isNegative || (index < range.upperBound && bytes[index] == plus) { index += 1 }
    guard index < range.upperBound, range.upperBound - index <= 18 else { return nil }
    var value: Int64 = 0
    while index < range.upperBound {
      let digit = bytes[index] &- zero
      guard digit < 10 else { return nil }
      value = value * 10 + Int64(digit)
      index += 1
    }
    return isNegative ? -value : value
  }

  private static func nearestDouble(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
    let value = Double(String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self))
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  private static let zero = UInt8(ascii: "0")
  private static let plus = UInt8(ascii: "+")
  private static let minus = UInt8(ascii: "-")
  private static let point = UInt8(ascii: ".")
  private static let exponentLetter = UInt8(ascii: "e")
}
