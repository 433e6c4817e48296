import RLCore
import Randomness
import Tensors

/// How likely each row of a replay buffer is drawn: (|error| + minimum)^α.
struct ReplayPriorities {
  let configuration: PrioritizedReplay
  let tree: SumTree
  /// The greatest priority so far; new rows get it, so that each is learnt from soon.
  var largest: Float = 1
  /// β now.
  private(set) var importanceExponent: Float

  init(_ configuration: PrioritizedReplay, rows: Int) {
    self.configuration = configuration
    tree = SumTree(leaves: rows)
    importanceExponent = configuration.importanceExponent.start
  }

  /// Sets β to its value when `fraction` of the run is done.
  mutating func anneal(to fraction: Double) {
    importanceExponent = configuration.importanceExponent.value(at: fraction)
  }

  /// Draws a row from each of as many equal shares of the sum as the batch has rows, and weighs them.
  func sample(into batch: ReplayBatch, using random: inout RandomStream) {
    let share = Double(tree.total) / Double(batch.count)
    let sums = batch.sums.pointer
    for index in 0..<batch.count { sums[index] = (Double(index) + random.uniformDouble()) * share }
    batch.rows.withUnsafeMutableBufferPointer { rows in
      tree.find(sums, into: rows)
      weigh(UnsafeBufferPointer(rows), into: batch.weights.pointer)
    }
  }

  /// (N·P)^−β over the largest of the batch, which leaves (least priority / priority)^β.
  private func weigh(_ rows: UnsafeBufferPointer<Int>, into weights: UnsafeMutablePointer<Float>) {
    var least = Float.infinity
    for (index, row) in rows.enumerated() {
      weights[index] = tree[row]
      least = min(least, weights[index])
    }
    for index in 0..<rows.count { weights[index] = least / weights[index] }
    Float.logarithm(weights, weights, count: rows.count)
    for index in 0..<rows.count { weights[index] *= importanceExponent }
    Float.exponential(weights, weights, count: rows.count)
  }

  /// Gives the rows of a batch priorities after its errors, of either sign.
  mutating func update(_ batch: ReplayBatch, errors: UnsafePointer<Float>) {
    let priorities = batch.priorities.pointer
    for index in 0..<batch.count { priorities[index] = abs(errors[index]) + configuration.minimumError }
    Float.logarithm(priorities, priorities, count: batch.count)
    for index in 0..<batch.count { priorities[index] *= configuration.priorityExponent }
    Float.exponential(priorities, priorities, count: batch.count)
    for index in 0..<batch.count { largest = max(largest, priorities[index]) }
    batch.rows.withUnsafeBufferPointer { tree.set(priorities, at: $0) }
  }
}
