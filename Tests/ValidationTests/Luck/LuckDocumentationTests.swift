#if !DEBUG
  import Foundation
  import Testing
  import Validation

  @Suite("Documentation of the luck simulation")
  struct LuckDocumentationTests {
    @Test("The table in docs/validation.md is the one that the default settings print")
    func table() throws {
      let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
      let text = try String(contentsOf: root.appending(path: "docs/validation.md"), encoding: .utf8)
      #expect(text.contains(try LuckSimulation().run().text))
    }
  }
#endif
