extension BenchmarkSuite {
  /// The presets as an aligned table: name, environments, steps, what others published.
  public var listing: String {
    let rows =
      [["preset", "environments", "steps", "published"]]
      + presets.map { preset in
        [
          preset.name, "\(preset.environments)", NumberText.grouped(preset.totalSteps),
          preset.published.map { NumberText.figure($0) } ?? "–",
        ]
      }
    return TextTable.aligned(rows, rightColumns: [1, 2])
  }
}
