import Foundation
import Testing

/// Reads a file that `Scripts/golden` wrote.
func fixture<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
  let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
  return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: "\(name).json")))
}

/// Whether all values agree, relative to the greater of their size and 1.
func agree(_ computed: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
  computed.count == expected.count
    && zip(computed, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}
