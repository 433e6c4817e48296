import Settings
import Testing

@Suite struct JSONLiteralTests {
  @Test func `a literal is the document it looks like`() throws {
    let written: JSONValue = [
      "discount": 0.98, "steps": 64, "network": ["hidden": [64, 32]], "name": "relu", "masks": true,
    ]
    let document = """
      {"discount": 0.98, "steps": 64, "network": {"hidden": [64, 32]}, "name": "relu", "masks": true}
      """
    #expect(try written == JSONValue(parsing: document))
  }

  @Test func `empty literals are an empty object and an empty list`() {
    #expect(([:] as JSONValue) == .object([:]))
    #expect(([] as JSONValue) == .list([]))
  }
}
