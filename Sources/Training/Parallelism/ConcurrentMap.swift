import Dispatch
import Synchronization

/// Does independent pieces of work on several threads: runs from several seeds, members of a population, folds.
///
/// Pieces are begun in their order, and no other is begun after one has failed. The calling thread works too and is
/// blocked until all that were begun are done. Each piece makes what it works with, so that nothing is shared and the
/// results depend neither on the number of threads nor on who was faster; OpenBLAS keeps to one thread for each caller.
///
/// - Parameters:
///   - count: How many pieces there are.
///   - threads: Pieces that are worked on at once; no more than the machine has cores.
///   - body: Does the piece of that index.
/// - Returns: The results in the order of the pieces.
/// - Throws: The error of the first piece, in their order, that failed.
public func concurrentMap<Value: Sendable, Failure: Error>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Value
) throws(Failure) -> [Value] {
  let board = WorkBoard<Value, Failure>(count: count)
  DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
    while let index = board.next() {
      do throws(Failure) {
        board.finish(index, .success(try body(index)))
      } catch {
        board.finish(index, .failure(error))
      }
    }
  }
  // The first piece that fails was always begun: no later one is begun before it.
  var values: [Value] = []
  for result in board.results { values.append(try result.get()) }
  return values
}

/// What the threads share: which piece is next, and what became of the others.
private final class WorkBoard<Value: Sendable, Failure: Error>: Sendable {
  private struct State {
    var next = 0
    var hasFailed = false
    var results: [Result<Value, Failure>?]
  }

  private let state: Mutex<State>

  init(count: Int) {
    state = Mutex(State(results: [Result<Value, Failure>?](repeating: nil, count: count)))
  }

  /// The next piece that nobody has taken; `nil` if there is none or one has failed.
  func next() -> Int? {
    state.withLock { state in
      guard !state.hasFailed, state.next < state.results.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func finish(_ index: Int, _ result: Result<Value, Failure>) {
    state.withLock { state in
      if case .failure = result { state.hasFailed = true }
      state.results[index] = result
    }
  }

  /// What became of the pieces that were begun, in order.
  var results: [Result<Value, Failure>] { state.withLock { $0.results.compactMap { $0 } } }
}
