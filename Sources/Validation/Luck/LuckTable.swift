import TextFormats

/// How often noise and planted edges were called skill.
public struct LuckTable: Codable, Sendable, Equatable {
  /// The outcome for one edge; shares of all selections, in 0…1.
  public struct Row: Codable, Sendable, Equatable {
    /// Annualised true Sharpe ratio of the planted trial; 0: all trials were noise.
    public var edge: Double
    /// Called skill without deflation: as if the best trial had been the only one.
    public var naive: Double
    /// Called skill by the deflated Sharpe ratio.
    public var deflated: Double
    /// The planted trial was the best one.
    public var planted: Double
  }

  /// What was simulated.
  public let simulation: LuckSimulation
  /// One row for each edge, in the order of the settings.
  public let rows: [Row]

  /// The table as lines, with a line break at the end of each.
  public var text: String {
    let confidence = NumberText.fixed(simulation.confidence, decimals: 2)
    var lines = [
      "Best of \(simulation.trials) trials over \(simulation.hours) hours, \(simulation.selections) selections a row, "
        + "seed \(simulation.seed)",
      "Autocorrelation of hourly returns \(NumberText.fixed(simulation.persistence, decimals: 2)), judged in returns of "
        + "\(simulation.hoursPerReturn) h",
      "One trial has the edge, the others are noise; skill is called from a probability of \(confidence) on.",
      "",
    ]
    let header = ["true Sharpe", "planted chosen", "naive: skill", "deflated: skill"]
    let cells = rows.map { row in
      [
        NumberText.fixed(row.edge, decimals: 1), row.edge == 0 ? NumberText.undefined : Self.percent(row.planted),
        Self.percent(row.naive), Self.percent(row.deflated),
      ]
    }
    lines += TextTable([header] + cells, alignments: [.right]).lines
    return lines.map { $0 + "\n" }.joined()
  }

  private static func percent(_ share: Double) -> String { NumberText.percent(share, decimals: 1) }
}
