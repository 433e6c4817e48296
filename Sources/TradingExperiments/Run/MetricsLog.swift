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
    /// `nil` if no episode has ended yet.
    package var meanReturn: Double?
    /// In the order of ``Memory/figureNames``, of which later ones may be missing; `nil` if the update did not report
    /// one.
    package var figures: [Double?]
    package var validationProfit: Double?
  }

  /// What a resumed run has to know.
  package struct Memory: Codable {
    package var rows: [Row] = []
    /// What updates reported, in the order in which it first came.
    package var figureNames: [String] = []
    /// Returns of the last 100 episodes.
    package var recentReturns: [Double] = []
  }

  /// Most rows that a run keeps; updates that follow each other closer are left out.
  package static let mostRows = 4096

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
    // An agent that learns from single steps reports tens of thousands of updates, and every checkpoint has the rows.
    let distance = run.progress.totalSteps / Self.mostRows
    if let last = rows.last, run.progress.steps - last.steps < distance { return .proceed }
    for metric in report.metrics where !memory.figureNames.contains(metric.name) {
      memory.figureNames.append(metric.name)
    }
    memory.rows.append(
      Row(
        steps: run.progress.steps, episodes: run.progress.episodes, meanReturn: meanReturn,
        figures: memory.figureNames.map { report[$0] }))
    return .proceed
  }

  /// Notes what the policy earned on the validation window after the last update.
  package func noteValidation(_ profit: Double) {
    guard !rows.isEmpty else { return }
    memory.rows[rows.count - 1].validationProfit = profit
  }

  package func write(to url: URL) throws {
    let names = ["steps", "episodes", "meanReturn"] + memory.figureNames + ["validationProfit"]
    var lines = [names.joined(separator: ",")]
    lines += rows.map { row in
      let missing = [Double?](repeating: nil, count: memory.figureNames.count - row.figures.count)
      let figures = [row.meanReturn] + row.figures + missing + [row.validationProfit]
      return (["\(row.steps)", "\(row.episodes)"] + figures.map { $0.map { "\($0)" } ?? "" }).joined(separator: ",")
    }
    try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: url)
  }

  /// The charts of the report: of figures that have a title, or of all where none has.
  package var curves: [LearningCurve] {
    let titled = Self.titles.filter { memory.figureNames.contains($0.name) }
    let shown = titled.isEmpty ? memory.figureNames.map { (name: $0, title: $0, unit: "") } : titled
    return [
      curve("Mean return of the last 100 training episodes", name: "training") { $0.meanReturn },
      curve("Net profit on the validation window", unit: "USD", name: "validation") { $0.validationProfit },
    ]
      + shown.map { figure in
        let index = memory.figureNames.firstIndex(of: figure.name)
        return curve(figure.title, unit: figure.unit, name: figure.name) { row in
          index.flatMap { $0 < row.figures.count ? row.figures[$0] : nil }
        }
      }
  }

  /// Figures that reports show, in their order.
  private static let titles: [(name: String, title: String, unit: String)] = [
    ("valueLoss", "Value loss", ""), ("entropy", "Entropy over valid actions", "nat"),
    ("divergence", "Divergence from the old policy", "nat"),
    ("explainedVariance", "Explained variance of the returns", ""),
    ("loss", "Loss", ""), ("meanValue", "Mean value of the chosen actions", ""),
    ("epsilon", "Share of random actions", ""),
  ]

  /// A line through the updates that have a value.
  private func curve(
    _ title: String, unit: String = "", name: String, _ value: (Row) -> Double?
  ) -> LearningCurve {
    let points = rows.compactMap { row in value(row).map { (x: Double(row.steps), y: $0) } }
    return LearningCurve(title: title, unit: unit, lines: [.init(name: name, x: points.map(\.x), y: points.map(\.y))])
  }
}
