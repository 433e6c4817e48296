import Testing

/// Expects agreement to `tolerance` of the largest magnitude of the tensor.
func expectClose(
  _ found: [Float], _ wanted: [Float], _ name: String, tolerance: Float = 1e-5,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try #require(found.count == wanted.count, "\(name)", sourceLocation: sourceLocation)
  let scale = wanted.map(abs).max() ?? 1
  for (index, pair) in zip(found, wanted).enumerated() {
    #expect(
      abs(pair.0 - pair.1) <= tolerance * scale, "\(name)[\(index)]: \(pair.0), expected \(pair.1)",
      sourceLocation: sourceLocation)
  }
}
