import Foundation
import Settings
import Testing

private struct Example: Configuration {
  var clipRange = 0.2

  func validate() throws(ConfigurationError) {
    try require((0..<1).contains(clipRange), "example.clipRange", must: "be in 0..<1", found: clipRange)
  }
}

@Suite("Configurations")
struct ConfigurationTests {
  @Test("defaults are valid and an offending value is named with its field and its rule")
  func validation() throws {
    try Example().validate()
    let error = #expect(throws: ConfigurationError.self) { try Example(clipRange: 1.3).validate() }
    #expect(error?.description == "example.clipRange must be in 0..<1, was 1.3")
    #expect(error == ConfigurationError(field: "example.clipRange", must: "be in 0..<1", found: "1.3"))
  }

  @Test("a configuration survives JSON")
  func roundTrip() throws {
    let example = Example(clipRange: 0.1)
    #expect(try JSONDecoder().decode(Example.self, from: JSONEncoder().encode(example)) == example)
  }
}
