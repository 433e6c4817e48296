import Foundation
import RLFramework
import Synchronization

/// Ends training after the current update when the user presses Ctrl-C; a second Ctrl-C ends the process at once.
final class InterruptWatcher: Callback {
  private static let isInterrupted = Atomic<Bool>(false)

  let events: TrainingEvents = .updates

  func trainingDidStart(progress: TrainingProgress) {
    signal(SIGINT) { _ in
      if InterruptWatcher.isInterrupted.exchange(true, ordering: .relaxed) { _exit(130) }
    }
  }

  func trainingDidUpdate(_ report: UpdateReport, progress: TrainingProgress) -> Verdict {
    Self.isInterrupted.load(ordering: .relaxed) ? .stop(reason: "interrupted") : .proceed
  }

  func trainingDidEnd(reason: String, progress: TrainingProgress) { signal(SIGINT, SIG_DFL) }
}
