import Statistics
import TextFormats

/// What evolution gained over baselines of the same budget: random search and a plain sweep of seeds.
///
/// One run says little, since the best of many members is a lucky one: give it several seeds of each strategy, and it
/// shows the median over the runs.
public struct StrategyComparison: Sendable, Equatable {
  /// A strategy over its runs.
  public struct Row: Sendable, Equatable {
    /// The strategy.
    public let strategy: PopulationStrategy
    /// How many runs there were.
    public let runs: Int
    /// Environment steps of a run, over all its members.
    public let steps: Int
    /// Fitness evaluations over all runs.
    public let trials: Int
    /// The best judgement of a run, any generation; the median over the runs, `nil` where most failed.
    public let best: Double?
    /// The best member of the last generation; the median over the runs.
    public let finalBest: Double?
    /// The median member of the last generation; the median over the runs.
    public let finalMedian: Double?
    /// The worst member of the last generation; the median over the runs.
    public let finalWorst: Double?
  }

  /// The strategies, in the order in which they first appear.
  public let rows: [Row]

  /// A comparison of runs.
  public init(_ records: [PopulationRecord]) {
    let strategies = records.reduce(into: [PopulationStrategy]()) { list, record in
      if !list.contains(record.configuration.strategy) { list.append(record.configuration.strategy) }
    }
    rows = strategies.map { strategy in
      let runs = records.filter { $0.configuration.strategy == strategy && $0.history.generations > 0 }
      let last = runs.map { $0.history.generation($0.history.generations - 1).map { $0.fitness ?? -.infinity } }
      return Row(
        strategy: strategy, runs: runs.count,
        steps: runs.map { ($0.history.stretches.last?.steps ?? 0) * $0.configuration.members }.max() ?? 0,
        trials: runs.reduce(0) { $0 + $1.trials },
        best: Self.median(runs.map { $0.best?.fitness ?? -.infinity }),
        finalBest: Self.median(last.map { $0.max() ?? -.infinity }),
        finalMedian: Self.median(last.map { Self.median($0) ?? -.infinity }),
        finalWorst: Self.median(last.map { $0.min() ?? -.infinity }))
    }
  }

  /// The table, with the budget in front; says so where budgets differ.
  public var text: String {
    let header = ["strategy", "runs", "steps", "trials", "best", "last best", "last median", "last worst"]
    let cells = rows.map { row in
      [row.strategy.title, "\(row.runs)", "\(row.steps)", "\(row.trials)"]
        + [row.best, row.finalBest, row.finalMedian, row.finalWorst].map(Self.number)
    }
    let table = TextTable([header] + cells).text
    guard Set(rows.map(\.steps)).count > 1 else { return table }
    return table + "\n\nThe strategies did not have the same budget of steps."
  }

  private static func number(_ value: Double?) -> String {
    value.map { NumberText.signed($0, decimals: 2) } ?? "failed"
  }

  /// The middle value, or the mean of the two in the middle; `nil` if it is not finite.
  private static func median(_ values: [Double]) -> Double? {
    let middle = Quantile.median(values)
    return middle.isFinite ? middle : nil
  }
}

extension PopulationStrategy {
  /// The strategy in words.
  public var title: String {
    switch self {
    case .evolve: "evolution"
    case .randomSearch: "random search"
    case .seedSweep: "seed sweep"
    }
  }
}
