import Settings
import Testing

private struct Layers: Configuration {
  var widths = [8, 8]
  var dropout: Double?

  func validate() throws(ConfigurationError) {
    try require(widths.allSatisfy { $0 > 0 }, "layers.widths", must: "be positive", found: widths)
  }
}

private enum Noise: Configuration {
  case none
  case normal(deviation: Double)

  func validate() throws(ConfigurationError) {}
}

private struct Task: Configuration {
  var name = "plain"
  var rate = 0.5
  var steps = 10
  var isFast = false
  var layers = Layers()
  var extra: Layers?
  var noise = Noise.none
  var seed: Int?

  func validate() throws(ConfigurationError) {
    try require((0...1).contains(rate), "rate", must: "be in 0...1", found: rate)
    try layers.validate()
    try extra?.validate()
  }
}

@Suite("Settings from partial JSON")
struct PartialJSONTests {
  private func applying(_ text: String, to task: Task = Task()) throws -> Task {
    try task.applying(JSONValue(parsing: text))
  }

  @Test("What is named is replaced, everything else stays")
  func replacing() throws {
    #expect(try applying("{}") == Task())
    var expected = Task(name: "other", rate: 0.25, steps: 3, isFast: true, seed: 7)
    expected.noise = .normal(deviation: 2)
    #expect(
      try applying(
        """
        {"name": "other", "rate": 0.25, "steps": 3, "isFast": true, "seed": 7, "noise": {"normal": {"deviation": 2}}}
        """) == expected)
    #expect(try applying(#"{"rate": 1}"#).rate == 1, "a whole number is a number")
    #expect(try applying(#"{"seed": null}"#, to: Task(seed: 3)).seed == nil)
  }

  @Test("A group may name some of its own fields, within a group that is optional too")
  func nesting() throws {
    var start = Task()
    start.layers = Layers(widths: [3], dropout: 0.5)
    let changed = try applying(#"{"layers": {"widths": [4, 4]}}"#, to: start)
    #expect(changed.layers == Layers(widths: [4, 4], dropout: 0.5))
    start.extra = Layers(widths: [5], dropout: 0.1)
    #expect(try applying(#"{"extra": {"dropout": 0.2}}"#, to: start).extra == Layers(widths: [5], dropout: 0.2))
    #expect(try applying(#"{"extra": null}"#, to: start).extra == nil)
    #expect(try applying(#"{"extra": {"widths": [6]}}"#).extra == Layers(widths: [6]), "where there was none")
  }

  @Test("A choice between cases is replaced as a whole")
  func choices() throws {
    let start = Task(noise: .normal(deviation: 2))
    #expect(try applying(#"{"noise": {"none": {}}}"#, to: start).noise == Noise.none)
  }

  private static let refusals: [(json: String, sentence: String)] = [
    (#"{"speed": 1}"#, "speed must be one of name, rate, steps, isFast, layers, extra, noise, seed, was unknown"),
    (#"{"layers": {"width": [1]}}"#, "layers.width must be one of widths, dropout, was unknown"),
    (#"{"noise": {"normal": {"deviation": 2, "mean": 1}}}"#, "noise.normal.mean must be one of deviation, was unknown"),
    (#"{"extra": {"widths": [1], "width": [1]}}"#, "extra.width must be one of widths, was unknown"),
    (#"{"rate": "fast"}"#, #"rate must be a number, was "fast""#),
    (#"{"steps": 2.5}"#, "steps must be a whole number, was 2.5"),
    (#"{"seed": 0.5}"#, "seed must be a whole number, was 0.5"),
    (#"{"layers": {"widths": [1, 1.5]}}"#, "layers.widths must be a list of whole numbers, was [1, 1.5]"),
    (#"{"steps": null}"#, "steps must be a whole number, was null"),
    (#"{"isFast": 1}"#, "isFast must be true or false, was 1"),
    (#"{"name": 3}"#, "name must be text, was 3"),
    (#"{"layers": {"widths": 4}}"#, "layers.widths must be a list, was 4"),
    (#"{"layers": 4}"#, "layers must be an object, was 4"),
    (#"[1]"#, "the document must be an object, was [1]"),
    (#"{"rate": 1.5}"#, "rate must be in 0...1, was 1.5"),
    (#"{"layers": {"widths": [0]}}"#, "layers.widths must be positive, was [0]"),
  ]

  @Test("What cannot be used is named with its path, what it must be and what was found", arguments: refusals)
  func refused(_ json: String, _ sentence: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try applying(json) }
    #expect(error.description == sentence)
  }

  @Test("An entry of a list is named by its place")
  func entries() throws {
    let error = try #require(throws: ConfigurationError.self) { try applying(#"{"layers": {"widths": [4, "x"]}}"#) }
    #expect(error.must == "be a whole number" && error.found == #""x""# && error.field.hasPrefix("layers.widths"))
  }

  @Test("All fields are told, those without a value too")
  func json() {
    guard case .object(let fields) = Task().json else {
      Issue.record("settings must be an object")
      return
    }
    #expect(Set(fields.keys) == ["name", "rate", "steps", "isFast", "layers", "extra", "noise", "seed"])
    #expect(fields["seed"] == .null && fields["rate"] == .number(0.5) && fields["steps"] == .integer(10))
  }
}
