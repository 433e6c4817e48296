import Accounting
import Foundation
import MarketData
import Training
import TextFormats

/// A finished run as later ones meet it: its policy, and what that policy has seen.
package struct EarlierRun {
  package let directory: RunDirectory
  package let settings: RunConfiguration
  private let fingerprint: String?
  private let windows: [String: String]

  /// Reads the settings of a run.
  ///
  /// - Throws: ``ExperimentError`` if there is none.
  package init(_ path: String) throws {
    directory = RunDirectory(path)
    settings = try directory.readConfiguration()
    let entries = try SettingsFile(directory.configuration.path).entries
    fingerprint = entries["dataFingerprint"]?.value as? String
    windows = entries["windows"]?.value as? [String: String] ?? [:]
  }

  /// The run as sentences name it.
  package var name: String { directory.folder.relativePath }

  /// Says where a window is no test: what a policy was fitted to or chosen by, it does well on.
  ///
  /// - Parameters:
  ///   - subject: The beginning of the sentence: `The agent`.
  ///   - hours: The window, within the market.
  ///   - market: What the window is of. Where the run was made on other data, all that can be compared is days.
  /// - Returns: A sentence for each reason; none if the window is a test.
  /// - Throws: Where the windows of the run do not fit the market.
  package func overlaps(_ subject: String, of hours: Range<Int>, on market: PreparedMarket) throws -> [String] {
    guard fingerprint == market.dataset.fingerprint else {
      return seenDays(overlap: hours, on: market).map { days in
        ["\(subject) was trained and selected on other data of \(days), days of this window among them: no fair test."]
      } ?? []
    }
    let own = Windows(try market.source.split(settings))
    return [(own.train, "trained on"), ([own.validation], "selected on")].compactMap { ranges, deed in
      let shared = ranges.reduce(0) { $0 + hours.clamped(to: $1).count }
      return shared == 0 ? nil : "\(subject) was \(deed) \(shared) of these \(hours.count) hours: no fair test."
    }
  }

  /// The days that a run has learnt from or chosen by, where a window has some of them.
  ///
  /// Only recorded days compare: generated ones are of worlds of their own. A single day at either end does not count.
  private func seenDays(overlap hours: Range<Int>, on market: PreparedMarket) -> String? {
    guard settings.data != nil, case .recorded = market.origin else { return nil }
    let days = ["train", "validation"].flatMap { window in
      (windows[window] ?? "").split(whereSeparator: { " ,".contains($0) }).map(String.init)
        .filter { UTCTimestamp($0) != nil }
    }.sorted()
    guard let first = days.first, let last = days.last else { return nil }
    let asked = market.days(of: hours)
    // Days as YYYY-MM-DD sort as text. Windows that follow each other share the day that they are cut in.
    guard asked.prefix(10) < last, asked.suffix(10) > first else { return nil }
    return "\(first) to \(last)"
  }
}
