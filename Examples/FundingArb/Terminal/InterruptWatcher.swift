import Foundation
import RLFramework
import Synchronization

/// Ends training after the current step when the user presses Ctrl-C; a second Ctrl-C ends the process at once.
final class InterruptWatcher: Callback {
  private static let isInterrupted = Atomic<Bool>(false)

  let events: TrainingEvents = .steps

  func trainingDidStart(_ run: any TrainingRun) {
    signal(SIGINT) { _ in
      if InterruptWatcher.isInterrupted.exchange(true, ordering: .relaxed) { _exit(130) }
    }
  }

  func stepDidEnd(in run: any TrainingRun) -> Verdict {
    Self.isInterrupted.load(ordering: .relaxed) ? .stop(reason: "interrupted") : .proceed
  }

  func trainingDidEnd(_ reason: String, in run: any TrainingRun) { signal(SIGINT, SIG_DFL) }
}
