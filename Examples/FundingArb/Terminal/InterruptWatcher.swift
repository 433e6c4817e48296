import Foundation
import RLFramework
import Synchronization

/// Ends training after the current step when the user presses Ctrl-C; a second Ctrl-C ends the process at once.
final class InterruptWatcher: Callback {
  private static let isInterrupted = Atomic<Bool>(false)

  let events: TrainingEvents = .steps

  /// Does something that may train on several threads, with Ctrl-C in the hands of watchers.
  static func watching<Result>(_ body: () throws -> Result) rethrows -> Result {
    signal(SIGINT) { _ in
      if InterruptWatcher.isInterrupted.exchange(true, ordering: .relaxed) { _exit(130) }
    }
    defer { signal(SIGINT, SIG_DFL) }
    return try body()
  }

  func stepDidEnd(in run: any TrainingRun) -> Verdict {
    Self.isInterrupted.load(ordering: .relaxed) ? .stop(reason: "interrupted") : .proceed
  }
}
