import Synchronization
import Testing
import Training

@Suite("Work on several threads")
struct ConcurrentMapTests {
  private struct Failure: Error, Equatable {
    let piece: Int
  }

  @Test("Results come in the order of the pieces, each done once", arguments: [1, 2, 7])
  func order(threads: Int) {
    let done = Mutex([Int](repeating: 0, count: 100))
    let results = concurrentMap(100, threads: threads) { index in
      done.withLock { $0[index] += 1 }
      return index * index
    }
    #expect(results == (0..<100).map { $0 * $0 })
    #expect(done.withLock { $0 } == [Int](repeating: 1, count: 100))
    #expect(concurrentMap(0, threads: threads) { $0 }.isEmpty)
  }

  @Test("The first failure in the order of the pieces is thrown, and nothing begins after one", arguments: [1, 2])
  func failure(threads: Int) {
    let begun = Mutex<[Int]>([])
    #expect(throws: Failure(piece: 3)) {
      try concurrentMap(1000, threads: threads) { index throws(Failure) in
        begun.withLock { $0.append(index) }
        guard index < 3 else { throw Failure(piece: index) }
        return index
      }
    }
    let pieces = begun.withLock { $0 }.sorted()
    #expect(pieces == Array(0..<pieces.count) && pieces.count <= 3 + threads)
  }
}
