import TextFormats

extension BenchmarkSuite {
  /// The presets as an aligned table: name, environments, steps, what others published.
  public var listing: String {
    let rows =
      [["preset", "environments", "steps", "published"]]
      + presets.map { preset in
        [
          preset.name, "\(preset.environments)", NumberText.grouped(preset.totalSteps),
          preset.published.map { Self.figure($0) } ?? "–",
        ]
      }
    return TextTable(rows, alignments: [.left, .right, .right, .left]).text
  }

  /// A published figure with its spread and its budget: `-157.0 ± 88.7 in 20 000 steps`.
  private static func figure(_ published: PublishedFigure) -> String {
    let spread = published.deviation.map { " ± \(NumberText.fixed($0, decimals: 1))" } ?? ""
    return "\(NumberText.fixed(published.mean, decimals: 1))\(spread) in \(NumberText.grouped(published.steps)) steps"
  }
}
