import Foundation
import Settings
import Testing

@Suite("JSON values")
struct JSONValueTests {
  private let document: JSONValue = .object([
    "list": .list([.integer(1), .number(0.5), .null]), "flag": .boolean(true), "name": .text("a \"b\"/c"),
    "nested": .object(["empty": .object([:])]),
  ])

  @Test("Every kind of value is read as what it is")
  func parsing() throws {
    let text = #"{"list": [1, 0.5, null], "flag": true, "name": "a \"b\"/c", "nested": {"empty": {}}}"#
    #expect(try JSONValue(parsing: text) == document)
    #expect(
      try JSONValue(parsing: "[1, -2, 9007199254740993]")
        == .list([.integer(1), .integer(-2), .integer(9_007_199_254_740_993)]))
    #expect(try JSONValue(parsing: "[1e3, 2.5e-3]") == .list([.integer(1000), .number(0.0025)]))
    #expect(try JSONValue(parsing: "[false, 0]") == .list([.boolean(false), .integer(0)]), "0 is no false")
  }

  @Test("Text and back is the same document, with sorted keys")
  func text() throws {
    #expect(try JSONValue(parsing: document.text) == document)
    let keys = ["flag", "list", "name", "nested"]
    let places = keys.compactMap { document.text.range(of: "\"\($0)\"")?.lowerBound }
    #expect(places.count == 4 && places == places.sorted())
    #expect(document.text.contains("/c"), "slashes are not escaped")
    #expect(JSONValue.null.text == "null")
  }

  @Test("On one line a value reads as in a message")
  func description() {
    #expect(
      document.description
        == #"{"flag": true, "list": [1, 0.5, null], "name": "a "b"/c", "nested": {"empty": {}}}"#)
    #expect("\(JSONValue.text("many"))" == "\"many\"")
  }

  @Test("What is not JSON is refused", arguments: ["", "{", "{\"a\": }", "nonsense", "[1,,2]"])
  func refused(_ text: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try JSONValue(parsing: text) }
    #expect(error.field == "the document" && error.must == "be JSON" && !error.found.isEmpty)
  }
}
