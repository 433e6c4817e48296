import Foundation
import RLFramework

/// Keeps the figures of every update and writes them as `metrics.csv`.
final class MetricsLog: Callback {
  /// One update.
  struct Row: Codable {
    var steps: Int
    var episodes: Int
    var meanReturn: Double
    var figures: [Double]
    var validationProfit: Double?
  }

  static let figureNames = [
    "policyLoss", "valueLoss", "entropy", "divergence", "clipFraction", "explainedVariance", "gradientNorm",
    "learningRate",
  ]

  private(set) var rows: [Row]
  private var recentReturns: [Double] = []
  let events: TrainingEvents = [.episodes, .updates]

  init(rows: [Row] = []) { self.rows = rows }

  /// Mean return of the last 100 episodes.
  var meanReturn: Double {
    recentReturns.isEmpty ? 0 : recentReturns.reduce(0, +) / Double(recentReturns.count)
  }

  func episodeDidEnd(_ episode: EpisodeSummary, progress: TrainingProgress) -> Verdict {
    recentReturns.append(episode.totalReward)
    if recentReturns.count > 100 { recentReturns.removeFirst() }
    return .proceed
  }

  func trainingDidUpdate(_ report: UpdateReport, progress: TrainingProgress) -> Verdict {
    rows.append(
      Row(
        steps: progress.steps, episodes: progress.episodes, meanReturn: meanReturn,
        figures: Self.figureNames.map { report[$0] ?? 0 }))
    return .proceed
  }

  /// Notes what the policy earned on the validation window after the last update.
  func noteValidation(_ profit: Double) {
    guard !rows.isEmpty else { return }
    rows[rows.count - 1].validationProfit = profit
  }

  func write(to url: URL) throws {
    var lines = [(["steps", "episodes", "meanReturn"] + Self.figureNames + ["validationProfit"]).joined(separator: ",")]
    lines += rows.map { row in
      let figures = [Double(row.steps), Double(row.episodes), row.meanReturn] + row.figures
      let texts = figures.enumerated().map { $0.offset < 2 ? "\(Int($0.element))" : "\($0.element)" }
      return (texts + [row.validationProfit.map { "\($0)" } ?? ""]).joined(separator: ",")
    }
    try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: url)
  }

  /// The charts of the report.
  var curves: [LearningCurve] {
    let steps = rows.map { Double($0.steps) }
    func line(_ title: String, unit: String = "", _ name: String) -> LearningCurve {
      let index = Self.figureNames.firstIndex(of: name) ?? 0
      return LearningCurve(title: title, unit: unit, lines: [.init(name: name, x: steps, y: rows.map { $0.figures[index] })])
    }
    let judged = rows.filter { $0.validationProfit != nil }
    return [
      LearningCurve(
        title: "Mean return of the last 100 training episodes",
        lines: [.init(name: "training", x: steps, y: rows.map(\.meanReturn))]),
      LearningCurve(
        title: "Net profit on the validation window", unit: "USD",
        lines: [
          .init(name: "validation", x: judged.map { Double($0.steps) }, y: judged.compactMap(\.validationProfit))
        ]),
      line("Value loss", "valueLoss"), line("Entropy over valid actions", unit: "nat", "entropy"),
      line("Divergence from the old policy", unit: "nat", "divergence"),
      line("Explained variance of the returns", "explainedVariance"),
    ]
  }
}
