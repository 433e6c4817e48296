import Randomness

/// Pieces of text that readers stumble over.
enum Fragments {
  private static let numbers = [
    "0", "-0", "-1", "1", "2", "3", "0.5", "-2.5", "4.0", "1e0", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
    "4611686018427387904",
    "4294967296", "2147483648", "1e308", "1e309", "-1e309", "1e-400", "1e19", "1e30", "9007199254740993", "nan", "-nan",
    "inf", "-inf", "Infinity", "NaN", ".inf", ".nan", "0x7fffffffffffffff", "0b1", "0o7", "1_000", "190:20:30",
    "9999:59:59:59:59:59:59:59:59:59:59:59:59", "-8:00:00:00:00:00:00:00:00:00:00:00", "1.5.5", "1e", "--1", "+1", "01",
    "1761091200000", "946684800000", "4102441200000", "-62135596800000", "9223372036854774000", "3600000",
  ]

  private static let words = [
    "", "null", "true", "false", "~", "yes", "{}", "[]", "\"\"", "\"x\"", "F64", "F32", "shape", "data_offsets",
    "dtype",
    "__metadata__", "checksum", "format_version", "long", "agent", "policy", "training", "ppo", "dqn", "../../etc",
    "\u{301}accent", "a\u{0}b", "=cmd()", "&a x", "*a", "<<", "!!binary AAAA", "!!int x", "!!float 1:2:3:4", "? a",
    "- - -",
    "2025-03-01", "0000-00-00", "9999-99-99", "0001-01-01T00:00Z", "[1, 2, {\"a\": [3]}]",
    "{\"from\": 1e-3, \"to\": 0}",
    "\\ud800", "\\u0000",
  ]

  static func number(using random: inout RandomStream) -> [UInt8] {
    if random.index(below: 4) == 0 {
      let digits = (0...random.index(below: 400)).map { _ in UInt8(0x30 + random.index(below: 10)) }
      return random.index(below: 2) == 0 ? digits : Array("0.".utf8) + digits
    }
    return Array(numbers[random.index(below: numbers.count)].utf8)
  }

  static func word(using random: inout RandomStream) -> [UInt8] {
    Array(words[random.index(below: words.count)].utf8)
  }

  /// Brackets and indents, from a few to far more than a stack of calls can hold.
  static func nesting(using random: inout RandomStream) -> [UInt8] {
    let openers = ["[", "{", "{\"a\":", "[[", "- ", "? ", "a: {", " ", "(", "[{\"x\":", "!a [", "&a [*a, "]
    let opener = openers[random.index(below: openers.count)]
    let depth = [3, 40, 511, 513, 5_000, 60_000][random.index(below: 6)]
    let closer = random.index(below: 2) == 0 ? "" : opener.contains("{") ? "}" : "]"
    let text = String(repeating: opener, count: depth) + "1" + String(repeating: closer, count: depth)
    return Array(text.utf8)
  }

  static func unit(using random: inout RandomStream) -> [UInt8] {
    let units = [
      "a", "0", "9", ",", "\"", "\\", "\n", "\r", " ", "\t", "\0", "é", "\u{301}", "1,", "a: 1\n", "#", "-", ":",
    ]
    return Array(units[random.index(below: units.count)].utf8)
  }

  /// Bytes that are no UTF-8: lone continuations, overlong forms, surrogates, and NUL.
  static func invalidText(using random: inout RandomStream) -> [UInt8] {
    let pieces: [[UInt8]] = [
      [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF, 0xFE], [0xFE, 0xFF], [0x00],
      [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80], [0xC2], [0xE2, 0x80, 0xA8], [0xCC, 0x81],
    ]
    return pieces[random.index(below: pieces.count)]
  }
}
