import Foundation
import Synchronization

/// Runs two pieces of work side by side, on the caller's thread and on one helper.
///
/// The helper spins for some ten microseconds before it sleeps, and the caller spins while it waits: a join costs well
/// under a microsecond, where handing work to a task group costs several, and gradients of small networks take only
/// tens of them.
public final class LanePair {
  private let helper: Helper?

  /// A pair that runs its work one after the other (1 thread) or at once (2 threads).
  public init(threads: Int) {
    helper = threads > 1 ? Helper() : nil
    helper?.start()
  }

  deinit { helper?.stop() }

  /// Runs the same work on both lanes and returns when both are done.
  public func runBoth(_ body: (Int) -> Void) { run({ body(0) }, { body(1) }) }

  /// Runs both and returns when both are done.
  public func run(_ first: () -> Void, _ second: () -> Void) {
    guard let helper else {
      first()
      second()
      return
    }
    withoutActuallyEscaping(second) { second in
      helper.begin(second)
      first()
      helper.finish()
    }
  }
}

/// The thread behind a ``LanePair``: a mailbox for one piece of work.
private final class Helper: Sendable {
  private static let spins = 20_000

  /// Pieces of work handed over, and finished.
  private let handedOver = Atomic<Int>(0)
  private let finished = Atomic<Int>(0)
  private let isSleeping = Atomic<Bool>(false)
  private let isStopped = Atomic<Bool>(false)
  private let condition = NSCondition()
  /// The work in the mailbox.
  ///
  /// Unchecked because the two threads take turns: the caller writes before it raises `handedOver`, and neither writes
  /// nor frees before the helper has raised `finished`.
  nonisolated(unsafe) private var work: (() -> Void)?

  func start() {
    let thread = Thread { [self] in loop() }
    thread.name = "lane"
    thread.stackSize = 8 << 20
    thread.start()
  }

  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  func begin(_ body: @escaping () -> Void) {
    work = body
    handedOver.add(1, ordering: .sequentiallyConsistent)
    if isSleeping.load(ordering: .sequentiallyConsistent) { wake() }
  }

  func finish() {
    let goal = handedOver.load(ordering: .relaxed)
    var spins = 0
    while finished.load(ordering: .acquiring) < goal {
      spins += 1
      // Where another job holds the second core, spinning on would only keep the helper from it.
      if spins > Self.spins { sched_yield() }
    }
    work = nil
  }

  private func loop() {
    var done = 0
    while waitForWork(after: done) {
      work?()
      done += 1
      finished.store(done, ordering: .releasing)
    }
  }

  /// Returns false when the pair is gone.
  private func waitForWork(after done: Int) -> Bool {
    for _ in 0..<Self.spins {
      if handedOver.load(ordering: .acquiring) > done { return true }
      if isStopped.load(ordering: .relaxed) { return false }
    }
    condition.lock()
    isSleeping.store(true, ordering: .sequentiallyConsistent)
    while handedOver.load(ordering: .sequentiallyConsistent) == done
      && !isStopped.load(ordering: .sequentiallyConsistent)
    { condition.wait() }
    isSleeping.store(false, ordering: .sequentiallyConsistent)
    condition.unlock()
    return handedOver.load(ordering: .acquiring) > done
  }

  private func wake() {
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}
