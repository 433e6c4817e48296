import Synchronization

/// What the threads of a benchmark tell each other: which presets cannot be run here.
final class RunBoard: Sendable {
  /// Why presets cannot be run here, by name.
  private let reasons = Mutex<[String: String]>([:])

  /// Notes that a preset cannot be run; whether that is news.
  func exclude(_ preset: String, because reason: String) -> Bool {
    reasons.withLock { $0.updateValue(reason, forKey: preset) == nil }
  }

  func reasonAgainst(_ preset: String) -> String? { reasons.withLock { $0[preset] } }
}
