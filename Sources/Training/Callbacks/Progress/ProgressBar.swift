import Foundation
import RLCore

/// Shows how training goes: a bar that moves in a terminal, a line now and then anywhere else.
public final class ProgressBar: Callback {
  /// Episodes, updates and steps.
  public let events: TrainingEvents = [.episodes, .updates, .steps]

  private let output: TerminalOutput
  private let names: [String]?
  private let sources: [any FigureSource]
  private let clock: () -> Double
  private var episodes: RecentEpisodes
  private var report = UpdateReport()
  private var (start, firstSteps) = (0.0, 0)
  private var lastShown: Double?

  /// A bar.
  ///
  /// - Parameters:
  ///   - figures: Figures of updates to show; `nil` shows the first two.
  ///   - sources: Have figures beside those of updates.
  ///   - episodes: How many of the latest episodes the mean return is taken over.
  ///   - output: Where it is shown.
  ///   - clock: Seconds since some moment; `nil` is a clock that is never set.
  public init(
    figures: [String]? = nil, sources: [any FigureSource] = [], episodes: Int = 100,
    output: TerminalOutput = .standard, clock: (() -> Double)? = nil
  ) {
    names = figures
    self.sources = sources
    self.output = output
    self.episodes = RecentEpisodes(limit: episodes)
    let start = ContinuousClock.now
    self.clock = clock ?? { start.duration(to: .now) / .seconds(1) }
  }

  /// Starts the clock.
  public func trainingDidStart(_ run: any TrainingRun) {
    start = clock()
    firstSteps = run.progress.steps
    lastShown = nil
  }

  /// Keeps the return for the mean.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    episodes.add(episode)
    return .proceed
  }

  /// Keeps the figures.
  public func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    self.report = report
    return .proceed
  }

  /// Shows how far the run is: after the first update, then ten times a second in a terminal, every five seconds
  /// elsewhere.
  public func stepDidEnd(in run: any TrainingRun) -> Verdict {
    let now = clock()
    let isFirst = lastShown == nil && !report.metrics.isEmpty
    if isFirst || now - (lastShown ?? start) >= (output.isTerminal ? 0.1 : 5) {
      show(run.progress, at: now)
      lastShown = now
    }
    return .proceed
  }

  /// Shows where the run ended.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) {
    show(run.progress, at: clock())
    if output.isTerminal { output.write("\n") }
  }

  private func show(_ progress: TrainingProgress, at now: Double) {
    let line = line(progress, elapsed: now - start)
    guard output.isTerminal else { return output.write(line + "\n") }
    // A line that wraps could not be overwritten.
    let bar = "\(Self.bar(progress.fraction)) \(line)".prefix(max(output.width() - 1, 1))
    output.write("\r\u{1B}[2K\(bar)")
  }

  private static func bar(_ fraction: Double, width: Int = 16) -> String {
    let filled = Int(fraction * Double(width))
    return "[" + String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled) + "]"
  }

  private func line(_ progress: TrainingProgress, elapsed: Double) -> String {
    let rate = Double(progress.steps - firstSteps) / max(elapsed, 1e-9)
    var parts = [String(format: "%3d %%", Int(progress.fraction * 100)), "\(progress.steps) steps"]
    if progress.steps > firstSteps {
      // A run of episodes alone has no end in steps that could be told.
      let seconds = Double(max(progress.totalSteps - progress.steps, 0)) / rate
      parts.append(String(format: "%.0f/s", rate))
      if seconds < 1e7 { parts.append(String(format: "%d:%02d left", Int(seconds) / 60, Int(seconds) % 60)) }
    }
    parts.append(episodes.meanReturn.map { String(format: "return %+.2f", $0) } ?? "return –")
    for figure in shownFigures {
      if let value = figure.value { parts.append("\(figure.name) " + String(format: "%.4g", value)) }
    }
    return parts.joined(separator: "  ")
  }

  private var shownFigures: [Figure] {
    let figures =
      names.map { names in names.map { Figure($0, report[$0]) } }
      ?? report.metrics.prefix(2).map { Figure($0.name, $0.value) }
    return figures + sources.flatMap(\.figures)
  }
}
