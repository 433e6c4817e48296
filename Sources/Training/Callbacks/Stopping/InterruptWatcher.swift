import Foundation
import RLCore
import Synchronization

/// Ends training after the current step when the user presses Ctrl-C; a second Ctrl-C ends the process at once.
///
/// For command lines. The flag belongs to the process, as the signal does: everything that trains inside of
/// ``watching(_:)`` with such a callback ends.
///
/// ```swift
/// try InterruptWatcher.watching { try trainer.run() }    // with InterruptWatcher() among its callbacks
/// ```
public final class InterruptWatcher: Callback {
  private static let isInterrupted = Atomic<Bool>(false)

  /// The exit status of a run that was stopped: 128 and the number of SIGINT, as shells have it.
  public static let exitStatus: Int32 = 130

  /// Steps.
  public let events: TrainingEvents = .steps

  /// A watcher.
  public init() {}

  /// Does something that may train on several threads, with Ctrl-C in the hands of watchers.
  public static func watching<Result>(_ body: () throws -> Result) rethrows -> Result {
    signal(SIGINT) { _ in
      if InterruptWatcher.isInterrupted.exchange(true, ordering: .relaxed) { _exit(130) }
    }
    defer { signal(SIGINT, SIG_DFL) }
    return try body()
  }

  /// Stops if Ctrl-C was pressed.
  public func stepDidEnd(in run: any TrainingRun) -> Verdict {
    Self.isInterrupted.load(ordering: .relaxed) ? .stop(reason: "interrupted") : .proceed
  }
}
