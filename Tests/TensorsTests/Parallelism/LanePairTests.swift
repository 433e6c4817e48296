import Foundation
import Randomness
import Synchronization
import Tensors
import Testing

@Suite("Lane pairs", .serialized)
struct LanePairTests {
  @Test("ten thousand runs do each piece of work once and wait for both", arguments: [1, 2])
  func manyRuns(threads: Int) {
    let pair = LanePair(threads: threads)
    var (first, second) = (0, 0)
    for run in 1...10_000 {
      pair.run({ first += run }, { second += 2 * run })
      guard first * 2 == second else {
        Issue.record("run \(run) returned early")
        return
      }
    }
    #expect(first == 10_000 * 10_001 / 2)
  }

  @Test("a helper that has gone to sleep wakes up for more work")
  func sleepingHelper() {
    let pair = LanePair(threads: 2)
    var count = 0
    for _ in 0..<20 {
      Thread.sleep(forTimeInterval: 0.002)
      pair.run({}, { count += 1 })
    }
    #expect(count == 20)
  }

  @Test("two gradients side by side have the bits of one after the other")
  func sameBits() {
    var layout = ParameterLayout()
    let weight = layout.reserve("weight", rows: 20, columns: 30, initializer: .orthogonal(gain: 1))
    let bias = layout.reserve("bias", rows: 1, columns: 30, initializer: .constant(0.1))
    let parameters = layout.makeParameters(using: RandomStream(seed: 1))
    let gradients = { (threads: Int) -> [[Float]] in
      let pair = LanePair(threads: threads)
      let buffers = (0..<2).map { _ in AlignedBuffer<Float>(count: layout.count) }
      let tapes = buffers.map { Tape(parameters: parameters, gradients: $0) }
      let body = { (lane: Int) in
        let tape = tapes[lane]
        tape.reset()
        let x = tape.constant(rows: 50, columns: 20) { values in
          for index in values.indices { values[index] = Float((index + lane) % 13) / 6 - 1 }
        }
        let y = tape.linear(x, weight: tape.parameter(weight), bias: tape.parameter(bias), activation: .tanh)
        tape.backward(from: tape.mean(tape.multiply(y, y)))
      }
      for _ in 0..<50 { pair.run({ body(0) }, { body(1) }) }
      return buffers.map(\.array)
    }
    let serial = gradients(1)
    #expect(gradients(2) == serial)
    #expect(serial[0] != serial[1])
  }

  @Test("a released pair ends its thread and frees what the work had captured")
  func release() {
    let freed = Counter()
    for round in 0..<20 {
      let pair = LanePair(threads: 2)
      let witness = Witness(counter: freed)
      // Half of the pairs are released while the helper spins, half while it sleeps.
      pair.run({}, { witness.touch() })
      if round % 2 == 0 { Thread.sleep(forTimeInterval: 0.002) }
    }
    #expect(freed.value.load(ordering: .sequentiallyConsistent) == 20)
    #if os(Linux)
      // The helpers notice within a moment that their pair is gone; other tests of this process may have some of theirs.
      var haveEnded = laneCount() == 0
      for _ in 0..<3000 where !haveEnded {
        Thread.sleep(forTimeInterval: 0.01)
        haveEnded = laneCount() == 0
      }
      #expect(haveEnded)
    #endif
  }

  #if os(Linux)
    /// Threads of this process that are named as helpers are.
    private func laneCount() -> Int {
      let tasks = "/proc/self/task"
      let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
      return threads.count { thread in
        (try? String(contentsOfFile: "\(tasks)/\(thread)/comm", encoding: .utf8)) == "lane\n"
      }
    }
  #endif
}

private final class Counter: Sendable {
  let value = Atomic<Int>(0)
}

private final class Witness {
  private let counter: Counter

  init(counter: Counter) { self.counter = counter }

  func touch() {}

  deinit { counter.value.add(1, ordering: .sequentiallyConsistent) }
}
