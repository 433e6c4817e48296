import Foundation
import RLFramework

/// Shows how training goes: a bar that moves in a terminal, a line now and then anywhere else.
final class ProgressDisplay: Callback {
  let events: TrainingEvents = .updates
  private let isTerminal: Bool
  private let write: (String) -> Void
  private let width: () -> Int
  private let log: MetricsLog?
  private let selector: PolicySelector?
  private var start = ContinuousClock.now
  private var firstSteps = 0
  private var lastPrinted: ContinuousClock.Instant?

  /// A display on standard output.
  ///
  /// - Parameters:
  ///   - log: Where the mean return comes from.
  ///   - selector: Where the profit on the validation window comes from.
  convenience init(log: MetricsLog? = nil, selector: PolicySelector? = nil) {
    self.init(
      log: log, selector: selector, isTerminal: Console.isTerminal, width: { Console.width }, write: Console.write)
  }

  /// A display that writes elsewhere.
  ///
  /// - Parameters:
  ///   - log: Where the mean return comes from.
  ///   - selector: Where the profit on the validation window comes from.
  ///   - isTerminal: Whether lines can be written over.
  ///   - width: Columns that a line of a terminal has now.
  ///   - write: Takes text without a line end.
  init(
    log: MetricsLog? = nil, selector: PolicySelector? = nil, isTerminal: Bool, width: @escaping () -> Int,
    write: @escaping (String) -> Void
  ) {
    self.log = log
    self.selector = selector
    self.isTerminal = isTerminal
    self.width = width
    self.write = write
  }

  func trainingDidStart(_ run: any TrainingRun) {
    start = ContinuousClock.now
    firstSteps = run.progress.steps
  }

  func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    let now = ContinuousClock.now
    let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
    if let lastPrinted, now - lastPrinted < pause, !run.progress.isComplete { return .proceed }
    lastPrinted = now
    let line = Self.line(
      run.progress, report: report, elapsed: now - start, since: firstSteps, meanReturn: log?.meanReturn,
      validation: selector?.last)
    // A line that wraps could not be overwritten.
    let bar = "\(Self.bar(run.progress.fraction)) \(line)".prefix(max(width() - 1, 1))
    write(isTerminal ? "\r\u{1B}[2K\(bar)" : line + "\n")
    return .proceed
  }

  func trainingDidEnd(_ reason: String, in run: any TrainingRun) {
    if isTerminal { write("\n") }
  }

  static func bar(_ fraction: Double, width: Int = 16) -> String {
    let filled = Int(fraction * Double(width))
    return "[" + String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled) + "]"
  }

  static func line(
    _ progress: TrainingProgress, report: UpdateReport, elapsed: Duration, since firstSteps: Int, meanReturn: Double?,
    validation: Double?
  ) -> String {
    let seconds = max(Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18, 1e-9)
    let rate = Double(progress.steps - firstSteps) / seconds
    let remaining = Int(Double(progress.totalSteps - progress.steps) / max(rate, 1e-9))
    var parts = [
      String(format: "%3d %%", Int(progress.fraction * 100)),
      "\(progress.steps) steps", String(format: "%.0f/s", rate),
      String(format: "%d:%02d left", max(remaining, 0) / 60, max(remaining, 0) % 60),
      meanReturn.map { String(format: "return %+.2f", $0) } ?? "return –",
      String(format: "value loss %.3f", report["valueLoss"] ?? 0),
      String(format: "entropy %.2f", report["entropy"] ?? 0),
    ]
    if let validation { parts.append(String(format: "validation %+.2f USD", validation)) }
    return parts.joined(separator: "  ")
  }
}
