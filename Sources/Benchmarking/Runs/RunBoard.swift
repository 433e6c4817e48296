import Synchronization

/// What the threads of a benchmark share: which run is next, and what became of the others.
final class RunBoard: Sendable {
  private struct State {
    var next = 0
    var outcomes: [RunOutcome?]
    /// Why presets cannot be run here, by name.
    var reasons: [String: String] = [:]
  }

  private let state: Mutex<State>

  init(count: Int) { state = Mutex(State(outcomes: [RunOutcome?](repeating: nil, count: count))) }

  /// The next run that nobody has taken.
  func next() -> Int? {
    state.withLock { state in
      guard state.next < state.outcomes.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func finish(_ index: Int, _ outcome: RunOutcome) { state.withLock { $0.outcomes[index] = outcome } }

  /// Every outcome in the order of the runs, once all are finished.
  var outcomes: [RunOutcome] { state.withLock { $0.outcomes.compactMap { $0 } } }

  /// Notes that a preset cannot be run; whether that is news.
  func exclude(_ preset: String, because reason: String) -> Bool {
    state.withLock { $0.reasons.updateValue(reason, forKey: preset) == nil }
  }

  func reasonAgainst(_ preset: String) -> String? { state.withLock { $0.reasons[preset] } }
}
