import CKernels
import Tensors

/// Numbers with the sums of every pair of them, of every four and so on, to draw places in proportion to them.
///
/// A node is always computed anew from its two children, so that rounding does not add up over a run.
struct SumTree {
  /// A power of two.
  private let capacity: Int
  /// The root is 1; the children of n are 2n and 2n + 1, the leaves the second half.
  private let nodes: AlignedBuffer<Float>

  /// A tree of zeros.
  init(leaves: Int) {
    capacity = Self.capacity(leaves: leaves)
    nodes = AlignedBuffer(count: 2 * capacity)
  }

  /// Bytes of a tree.
  static func bytes(leaves: Int) -> Int { 2 * capacity(leaves: leaves) * MemoryLayout<Float>.stride }

  private static func capacity(leaves: Int) -> Int {
    var capacity = 1
    while capacity < leaves { capacity *= 2 }
    return capacity
  }

  /// The sum of all leaves.
  var total: Float { nodes.pointer[1] }

  /// A leaf.
  subscript(leaf: Int) -> Float { nodes.pointer[capacity + leaf] }

  /// Changes a leaf and every sum above it.
  ///
  /// - Complexity: O(log leaves).
  func set(_ value: Float, at leaf: Int) {
    let nodes = nodes.pointer
    var node = capacity + leaf
    nodes[node] = value
    while node > 1 {
      node /= 2
      nodes[node] = nodes[2 * node] + nodes[2 * node + 1]
    }
  }

  /// Changes several leaves; the last value counts where a leaf is named twice.
  ///
  /// - Complexity: O(count · log leaves), a level at a time, so that one memory access does not wait for another.
  func set(_ values: UnsafePointer<Float>, at leaves: UnsafeBufferPointer<Int>) {
    let nodes = nodes.pointer
    for (index, leaf) in leaves.enumerated() { nodes[capacity + leaf] = values[index] }
    var level = 1
    while capacity >> level > 0 {
      for leaf in leaves {
        let node = (capacity + leaf) >> level
        nodes[node] = nodes[2 * node] + nodes[2 * node + 1]
      }
      level += 1
    }
  }

  /// The leaves at which the running sum passes given values; never one that is 0 while others are not.
  ///
  /// - Parameters:
  ///   - sums: In 0..<total; overwritten.
  ///   - leaves: As many.
  /// - Complexity: O(count · log leaves), a level at a time.
  func find(_ sums: UnsafeMutablePointer<Double>, into leaves: UnsafeMutableBufferPointer<Int>) {
    guard let found = leaves.baseAddress else { return }
    rlk_find_sums(nodes.pointer, capacity, sums, found, leaves.count)
  }

  /// Computes every sum from leaves written by `body`.
  func fill(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    body(nodes.pointer + capacity)
    for node in stride(from: capacity - 1, to: 0, by: -1) {
      nodes.pointer[node] = nodes.pointer[2 * node] + nodes.pointer[2 * node + 1]
    }
  }
}
