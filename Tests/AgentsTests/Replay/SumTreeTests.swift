import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Sum tree")
struct SumTreeTests {
  @Test("After random changes its sums are those of a tree built anew", arguments: [1, 2, 13, 64])
  func sums(leaves: Int) {
    let tree = SumTree(leaves: leaves)
    var (random, values) = (RandomStream(seed: 1), [Float](repeating: 0, count: leaves))
    for round in 0..<200 {
      let changed = (0..<5).map { _ in random.index(below: leaves) }
      let news = changed.map { _ in random.uniform() * 10 }
      for (leaf, value) in zip(changed, news) { values[leaf] = value }
      if round.isMultiple(of: 2) {
        for (leaf, value) in zip(changed, news) { tree.set(value, at: leaf) }
      } else {
        changed.withUnsafeBufferPointer { changed in
          news.withUnsafeBufferPointer { news in
            if let start = news.baseAddress { tree.set(start, at: changed) }
          }
        }
      }
      let fresh = SumTree(leaves: leaves)
      fresh.fill { for (leaf, value) in values.enumerated() { $0[leaf] = value } }
      #expect(tree.total == fresh.total)
      #expect(abs(tree.total - values.reduce(0, +)) < 1e-4 * tree.total)
      #expect((0..<leaves).allSatisfy { tree[$0] == values[$0] })
    }
  }

  @Test("A running sum finds the leaf that it falls into, and never an empty one")
  func find() {
    let values: [Float] = [0, 2, 0, 1, 3, 0, 0]
    let tree = SumTree(leaves: values.count)
    for (leaf, value) in values.enumerated() { tree.set(value, at: leaf) }
    let sums = AlignedBuffer<Double>(count: 8)
    let wanted = [(0, 1), (1.999, 1), (2, 3), (2.999, 3), (3, 4), (5.999, 4), (6, 4), (7, 4)]
    for (index, pair) in wanted.enumerated() { sums.pointer[index] = pair.0 }
    var found = [Int](repeating: 0, count: 8)
    found.withUnsafeMutableBufferPointer { tree.find(sums.pointer, into: $0) }
    #expect(found == wanted.map(\.1))
  }
}
