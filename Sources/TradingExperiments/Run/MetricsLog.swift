import Foundation
import Persistence
import Reporting
import RLCore
import Training

/// Keeps the figures of every update and writes them as `metrics.csv`.
package final class MetricsLog: ResumableCallback {
  /// One update.
  package struct Row: Codable {
    package var steps: Int
    package var episodes: Int
    /// `nil` where no episode has ended yet.
    package var meanReturn: Double?
    /// In the order of ``figureNames``; `nil` where the update did not report one.
    package var figures: [Double?]
    package var validationProfit: Double?
  }

  package static let figureNames = [
    "policyLoss", "valueLoss", "entropy", "divergence", "clipFraction", "explainedVariance", "gradientNorm",
    "learningRate",
  ]

  /// What a run that goes on has to know.
  package struct Memory: Codable {
    package var rows: [Row] = []
    /// Returns of the last 100 episodes.
    package var recentReturns: [Double] = []
  }

  package let events: TrainingEvents = [.episodes, .updates]
  package let name = "metrics"
  package var memory = Memory()

  package var rows: [Row] { memory.rows }

  /// Mean return of the last 100 episodes.
  package var meanReturn: Double? {
    let returns = memory.recentReturns
    return returns.isEmpty ? nil : returns.reduce(0, +) / Double(returns.count)
  }

  package func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    memory.recentReturns.append(episode.totalReward)
    if memory.recentReturns.count > 100 { memory.recentReturns.removeFirst() }
    return .proceed
  }

  package func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    memory.rows.append(
      Row(
        steps: run.progress.steps, episodes: run.progress.episodes, meanReturn: meanReturn,
        figures: Self.figureNames.map { report[$0] }))
    return .proceed
  }

  /// Notes what the policy earned on the validation window after the last update.
  package func noteValidation(_ profit: Double) {
    guard !rows.isEmpty else { return }
    memory.rows[rows.count - 1].validationProfit = profit
  }

  package func write(to url: URL) throws {
    let names = ["steps", "episodes", "meanReturn"] + Self.figureNames + ["validationProfit"]
    var lines = [names.joined(separator: ",")]
    lines += rows.map { row in
      let figures = [row.meanReturn] + row.figures + [row.validationProfit]
      return (["\(row.steps)", "\(row.episodes)"] + figures.map { $0.map { "\($0)" } ?? "" }).joined(separator: ",")
    }
    try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: url)
  }

  /// The charts of the report.
  package var curves: [LearningCurve] {
    [
      curve("Mean return of the last 100 training episodes", name: "training") { $0.meanReturn },
      curve("Net profit on the validation window", unit: "USD", name: "validation") { $0.validationProfit },
      curve("Value loss", figure: "valueLoss"), curve("Entropy over valid actions", unit: "nat", figure: "entropy"),
      curve("Divergence from the old policy", unit: "nat", figure: "divergence"),
      curve("Explained variance of the returns", figure: "explainedVariance"),
    ]
  }

  private func curve(_ title: String, unit: String = "", figure: String) -> LearningCurve {
    let index = Self.figureNames.firstIndex(of: figure)
    return curve(title, unit: unit, name: figure) { row in index.flatMap { row.figures[$0] } }
  }

  /// A line through the updates that have a value.
  private func curve(
    _ title: String, unit: String = "", name: String, _ value: (Row) -> Double?
  ) -> LearningCurve {
    let points = rows.compactMap { row in value(row).map { (x: Double(row.steps), y: $0) } }
    return LearningCurve(title: title, unit: unit, lines: [.init(name: name, x: points.map(\.x), y: points.map(\.y))])
  }
}
