import Agents
import Foundation
import Population
import RLCore
import Randomness
import Settings
import Testing

@Suite("Hyper-parameter spaces")
struct HyperparameterSpaceTests {
  private static func double(_ value: JSONValue?) -> Double? {
    switch value {
    case .integer(let whole): Double(whole)
    case .number(let number): number
    default: nil
    }
  }

  private static func draws(_ domain: HyperparameterDomain, _ count: Int = 2000) -> [Double] {
    var random = RandomStream(seed: 1)
    return (0..<count).compactMap { _ in double(domain.sample(using: &random)) }
  }

  private static func neighbours(_ domain: HyperparameterDomain, of value: JSONValue) -> [JSONValue] {
    var random = RandomStream(seed: 2)
    return (0..<100).reduce(into: []) { found, _ in
      let next = domain.perturb(value, using: &random)
      if !found.contains(next) { found.append(next) }
    }
  }

  @Test("Draws fill the range, uniformly or in the logarithm")
  func sampling() {
    let uniform = Self.draws(.uniform(lower: 2, upper: 4)).sorted()
    #expect(uniform.count == 2000 && uniform[0] >= 2 && uniform[0] < 2.01 && uniform[1999] <= 4)
    #expect(abs(uniform[1000] - 3) < 0.1)
    let logarithmic = Self.draws(.logUniform(lower: 1e-5, upper: 1e-3)).sorted()
    #expect(logarithmic[0] >= 1e-5 && logarithmic[1999] <= 1e-3)
    #expect(abs(log10(logarithmic[1000]) + 4) < 0.1, "half of the draws lie below the geometric mean")
    #expect(Set(Self.draws(.integer(lower: 3, upper: 6))) == [3, 4, 5, 6])
    #expect(Set(Self.draws(.choices([.number(0.9), .integer(7)]))) == [0.9, 7])
  }

  @Test("A perturbation scales by 0.8 or 1.2, stays in the range, and moves whole numbers and choices")
  func perturbation() {
    let rate = HyperparameterDomain.logUniform(lower: 1e-5, upper: 1e-3)
    #expect(Set(Self.neighbours(rate, of: .number(1e-4)).compactMap(Self.double)) == [8e-5, 1.2e-4])
    #expect(Set(Self.neighbours(rate, of: .number(1.1e-5)).compactMap(Self.double)) == [1e-5, 1.32e-5])
    #expect(Set(Self.neighbours(rate, of: .number(1e-3)).compactMap(Self.double)) == [8e-4, 1e-3])
    // The distance of γ from 1 is scaled: 0.98 becomes 0.984 or 0.976, where ×0.8 and ×1.2 would leave the range.
    let discount = HyperparameterDomain.belowOne(lower: 0.95, upper: 0.995)
    #expect(Set(Self.neighbours(discount, of: .number(0.98)).compactMap(Self.double)) == [0.984, 0.976])
    #expect(Set(Self.neighbours(discount, of: .number(0.995)).compactMap(Self.double)) == [0.995, 0.994])
    let epochs = HyperparameterDomain.integer(lower: 1, upper: 20)
    #expect(Set(Self.neighbours(epochs, of: .integer(10)).compactMap(Self.double)) == [8, 12])
    #expect(Set(Self.neighbours(epochs, of: .integer(2)).compactMap(Self.double)) == [1, 3], "at least by one")
    #expect(Set(Self.neighbours(epochs, of: .integer(20)).compactMap(Self.double)) == [16, 20])
    let choices = HyperparameterDomain.choices([.text("a"), .text("b"), .text("c"), .text("d")])
    #expect(Set(Self.neighbours(choices, of: .text("b")).map(\.text)) == ["\"a\"", "\"c\""])
    #expect(Self.neighbours(choices, of: .text("d")) == [.text("c")])
    #expect(Self.neighbours(.choices([.text("a")]), of: .text("a")) == [.text("a")])
  }

  @Test("Values are drawn anew as often as the probability says, and always lie in their domains")
  func resampling() {
    let space = HyperparameterSpace.multiPosition
    var random = RandomStream(seed: 3)
    let old = space.sample(using: &random)
    for probability in [0.0, 0.25, 1] {
      var resampled = 0
      for _ in 0..<400 {
        let new = space.perturb(old, resampleProbability: probability, using: &random)
        for hyperparameter in space.hyperparameters {
          #expect(new[hyperparameter.path].map(hyperparameter.domain.contains) == true)
        }
        let ratio = (Self.double(new["learningRate"]) ?? 0) / (Self.double(old["learningRate"]) ?? 1)
        if abs(ratio - 0.8) > 1e-4 && abs(ratio - 1.2) > 1e-4 { resampled += 1 }
      }
      #expect(abs(Double(resampled) / 400 - probability) < 0.07)
    }
  }

  @Test("A space is read from JSON and written as it was")
  func json() throws {
    let space = try HyperparameterSpace(
      json: """
        [{"path": "learningRate", "distribution": "logUniform", "lower": 1e-5, "upper": 1},
         {"path": "replay.capacity", "distribution": "integer", "lower": 100, "upper": 1000},
         {"path": "discount", "choices": [0.95, 1]}]
        """)
    #expect(space.paths == ["learningRate", "replay.capacity", "discount"])
    #expect(space.hyperparameters[0].domain == .logUniform(lower: 1e-5, upper: 1))
    for space in [space, .singlePosition, .multiPosition] {
      let file = try JSONEncoder().encode(space)
      #expect(try JSONDecoder().decode(HyperparameterSpace.self, from: file) == space)
    }
  }

  @Test(
    "A space that makes no sense is refused with the field",
    arguments: [
      (#"{}"#, "hyperparameters must be a list, was {}"),
      (#"[7]"#, "hyperparameters[0] must be an object, was 7"),
      (#"[{"lower": 1}]"#, "hyperparameters[0].path must be text, was nothing"),
      (#"[{"path": "a", "low": 1}]"#, "a.low must be one of path, distribution, lower, upper, choices, was unknown"),
      (
        #"[{"path": "a", "distribution": "normal"}]"#,
        "a.distribution must be one of uniform, logUniform, belowOne, integer, or there must be choices, was \"normal\""
      ),
      (#"[{"path": "a", "distribution": "uniform", "lower": 1}]"#, "a.upper must be a number, was nothing"),
      (
        #"[{"path": "a", "distribution": "integer", "lower": 1, "upper": 2.5}]"#,
        "a.upper must be a whole number, was 2.5"
      ),
      (
        #"[{"path": "a", "distribution": "uniform", "lower": 3, "upper": 1}]"#,
        "a.lower must be at most upper (1.0), was 3.0"
      ),
      (
        #"[{"path": "a", "distribution": "logUniform", "lower": 0, "upper": 1}]"#,
        "a.lower must be positive where the distribution is logarithmic, was 0.0"
      ),
      (
        #"[{"path": "a", "distribution": "belowOne", "lower": 0, "upper": 1.5}]"#, "a.upper must be at most 1, was 1.5"
      ),
      (#"[{"path": "a", "choices": []}]"#, "a.choices must hold a value, was none"),
      (#"[{"path": "a", "choices": [1, 1]}]"#, "a.choices must differ from each other, was 1 twice"),
      (
        #"[{"path": "a", "choices": [{}]}]"#,
        "a.choices must be numbers, texts, true or false, or lists, was {}"
      ),
      (#"[{"path": "a", "choices": [1]}, {"path": "a.b", "choices": [1]}]"#, "a.b must be named once, was a and a.b"),
      (
        #"[{"path": "a..b", "choices": [1]}]"#,
        "path must name a setting, with its groups in front and dots between, was \"a..b\""
      ),
    ])
  func refused(json: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try HyperparameterSpace(json: json) }
    #expect(error?.description == message)
  }

  @Test("The presets fit PPO; what an agent does not have or accept is refused with its name")
  func agents() throws {
    try HyperparameterSpace.singlePosition.validate(against: PPOConfiguration())
    try HyperparameterSpace.multiPosition.validate(against: PPOConfiguration())
    let unknown = HyperparameterSpace([Hyperparameter("learningrate", .uniform(lower: 0.1, upper: 0.2))])
    let first = #expect(throws: ConfigurationError.self) { try unknown.validate(against: PPOConfiguration()) }
    #expect(first?.field == "learningrate" && first?.found == "unknown")
    let outside = HyperparameterSpace([Hyperparameter("clipRange", .uniform(lower: 0.1, upper: 1.5))])
    let second = #expect(throws: ConfigurationError.self) { try outside.validate(against: PPOConfiguration()) }
    #expect(second?.field == "clipRange")
    let nested = HyperparameterSpace([Hyperparameter("replay.size", .integer(lower: 10, upper: 20))])
    let third = #expect(throws: ConfigurationError.self) { try nested.validate(against: DQNConfiguration()) }
    #expect(third?.field == "replay.size")
  }

  @Test("Values become settings in their groups")
  func settings() {
    let values = HyperparameterValues(["replay.capacity": .integer(10), "learningRate": .number(0.5)])
    #expect(
      values.settings == .object(["learningRate": .number(0.5), "replay": .object(["capacity": .integer(10)])]))
    #expect(values.json == .object(["learningRate": .number(0.5), "replay.capacity": .integer(10)]))
  }
}
