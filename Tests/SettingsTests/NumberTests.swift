import Settings
import Testing

/// Numbers of settings come back as they were, and one that cannot be is refused by its name.
@Suite struct NumberTests {
  private struct Numbers: Configuration {
    var seed: UInt64 = 1
    var small: UInt8 = 1
    var count = 1
    var rate: Float = 0.5
    var exact = 0.5
    var seeds: [UInt64] = []
    var rates: [Float] = []
    var limit: Double?

    func validate() throws(ConfigurationError) {}
  }

  private func applied(_ text: String) throws(ConfigurationError) -> Numbers {
    try Numbers().applying(JSONValue(parsing: text))
  }

  private func sentence(_ text: String) -> String {
    do throws(ConfigurationError) {
      return "read as \(try applied(text))"
    } catch {
      return error.description
    }
  }

  @Test(arguments: [0, 1, 1 << 53 + 1, UInt64(Int.max), UInt64(Int.max) + 1, UInt64(Int.max) + 12345, .max - 1, .max])
  func `a seed survives, whatever it is`(seed: UInt64) throws {
    #expect(try applied(#"{"seed": \#(seed)}"#).seed == seed)
    #expect(try applied(#"{"seeds": [1, \#(seed)]}"#).seeds == [1, seed])
    var numbers = Numbers()
    numbers.seed = seed
    #expect(try Numbers().applying(numbers.json) == numbers)
    #expect(try Numbers().applying(JSONValue(parsing: numbers.json.text)) == numbers)
    #expect(try JSONValue(parsing: JSONValue.list([numbers.json]).text) == .list([numbers.json]))
  }

  @Test(arguments: [Double.infinity, -.infinity, .greatestFiniteMagnitude, .leastNormalMagnitude, 0.1])
  func `infinity and the extremes survive`(number: Double) throws {
    var numbers = Numbers()
    numbers.exact = number
    numbers.limit = number
    numbers.seed = .max
    let read = try Numbers().applying(JSONValue(parsing: numbers.json.text))
    #expect(read == numbers && read.exact.sign == number.sign)
    #expect(numbers.json != .null)
  }

  @Test func `what is no number survives too`() throws {
    var numbers = Numbers()
    numbers.exact = .nan
    numbers.rates = [.infinity, .nan, 1]
    let read = try Numbers().applying(JSONValue(parsing: numbers.json.text))
    #expect(read.exact.isNaN && read.rates[0] == .infinity && read.rates[1].isNaN && read.rates[2] == 1)
  }

  @Test func `numbers beyond any range are refused where they stand`() {
    for text in ["1e400", "-1e400", "1e999999"] {
      let rule = "must be a number within ±1.797e308, was one beyond"
      #expect(sentence(#"{"exact": \#(text)}"#) == "exact \(rule)")
      #expect(sentence(#"{"rates": [1, \#(text)]}"#).contains(rule))
      #expect(sentence(text) == "the document \(rule)")
    }
  }

  @Test(arguments: [
    (#"{"seed": -1}"#, "seed must be a whole number in 0...18446744073709551615, was -1"),
    (#"{"seed": 0.5}"#, "seed must be a whole number, was 0.5"),
    (#"{"small": 256}"#, "small must be a whole number in 0...255, was 256"),
    (#"{"count": 1.5}"#, "count must be a whole number, was 1.5"),
    (#"{"seed": "7"}"#, #"seed must be a whole number, was "7""#),
    (#"{"count": "7"}"#, #"count must be a whole number, was "7""#),
    (#"{"rate": "0.1"}"#, #"rate must be a number, was "0.1""#),
    (#"{"exact": "1e-3"}"#, #"exact must be a number, was "1e-3""#),
    (#"{"exact": true}"#, "exact must be a number, was true"),
    (#"{"limit": "big"}"#, #"limit must be a number, was "big""#),
  ])
  func `numbers that do not fit are refused by their name`(text: String, expected: String) {
    #expect(sentence(text) == expected)
  }

  @Test func `numbers too large for their field are refused by their name`() {
    #expect(sentence(#"{"rate": 1e39}"#).hasPrefix("rate must be a number between -3.4"))
    #expect(sentence(#"{"rates": [1, -1e39]}"#).hasPrefix("rates must be a list of numbers between"))
    #expect(sentence(#"{"count": 9223372036854775808}"#).hasPrefix("count must be a whole number in -92"))
    #expect(sentence(#"{"seed": 18446744073709551616}"#).hasPrefix("seed must be a whole number in 0...1844"))
    #expect(sentence(#"{"seeds": [1, -1]}"#).hasPrefix("seeds must be a list of whole numbers in 0...1844"))
  }
}
