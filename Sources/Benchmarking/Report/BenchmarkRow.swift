import RLCore
import Randomness
import Statistics
import TextFormats

/// A row of the benchmark's table: one preset over all of its seeds.
struct BenchmarkRow {
  let preset: Preset
  /// Results of today's settings, in the order of the seeds.
  let results: [SeedResult]
  /// Results that were left out, since they were made with other settings.
  let outdated: Int

  /// A preset's results, those of other settings left out.
  init(_ preset: Preset, results: [SeedResult], registry: Registry) {
    self.preset = preset
    self.results = results.filter { $0.difference(from: preset, registry: registry) == nil }
    outdated = results.count - self.results.count
  }

  private var scores: [Double] { results.map(\.meanReturn) }

  /// The interquartile mean over seeds of the mean returns.
  var score: Double { interquartileMean(scores) }

  /// Its 95 % interval, from a fixed seed: the same files give the same table.
  var interval: ClosedRange<Double> {
    var random = RandomStream(seed: 1).split(preset.name)
    return StratifiedBootstrap().interval(of: [scores], statistic: interquartileMean, using: &random)
  }

  /// Whether the score reaches the published figure, both as they are shown.
  var isMet: Bool? {
    preset.published.map { (score * 100).rounded() >= ($0.mean * 100).rounded() }
  }

  /// Median wall time of training.
  var seconds: Double { Quantile.median(results.map(\.trainingSeconds)) }

  /// The cells in the order of the table's columns.
  var cells: [String] {
    let (interval, published) = (interval, preset.published)
    return [
      preset.agent.name, preset.task, NumberText.grouped(preset.totalSteps),
      results.count < 10 ? "\(results.count) (fewer than 10)" : "\(results.count)",
      NumberText.fixed(score, decimals: 2),
      "\(NumberText.fixed(interval.lowerBound, decimals: 2)) … \(NumberText.fixed(interval.upperBound, decimals: 2))",
      published.map(Self.figure) ?? "–", published.map { NumberText.grouped($0.steps) } ?? "–",
      isMet.map { $0 ? "yes" : "no" } ?? "–", NumberText.fixed(seconds, decimals: seconds < 10 ? 2 : 0), note,
    ]
  }

  private static func figure(_ published: PublishedFigure) -> String {
    let spread = published.deviation.map { " ± \(NumberText.fixed($0, decimals: 2))" } ?? ""
    return NumberText.fixed(published.mean, decimals: 2) + spread
  }

  private var note: String {
    let gone = outdated == 0 ? "" : "\(outdated) left out: other settings"
    return [preset.note, gone].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}
