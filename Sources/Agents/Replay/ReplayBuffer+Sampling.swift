import RLCore
import Randomness
import Tensors

extension ReplayBuffer {
  /// Memory for batches of this buffer.
  func makeBatch(count: Int) -> ReplayBatch { ReplayBatch(count: count, shape: shape) }

  /// Draws transitions, each with the same probability, with replacement.
  ///
  /// - Complexity: O(count · n) for n-step returns.
  func sample(into batch: ReplayBatch, using random: inout RandomStream) {
    precondition(count > 0, "an empty buffer has nothing to draw from")
    let oldest = head - filled
    for index in 0..<batch.count {
      let draw = random.index(below: filled * shape.environments)
      let (environment, age) = draw.quotientAndRemainder(dividingBy: filled)
      let slot = oldest + age
      batch.rows[index] = environment * (slots + 1) + (slot < 0 ? slot + slots + 1 : slot)
    }
    gather(into: batch)
  }

  /// Copies the rows that a batch names.
  func gather(into batch: ReplayBatch) {
    for index in 0..<batch.count { gather(batch.rows[index], into: batch, at: index) }
  }

  private func gather(_ place: Int, into batch: ReplayBatch, at index: Int) {
    let (environment, first) = place.quotientAndRemainder(dividingBy: slots + 1)
    let start = row(environment, first)
    let (width, storage) = (shape.width, shape.storageWidth)
    (batch.observations.pointer + index * width).update(from: start, count: width)
    (batch.actions.pointer + index * storage).update(from: start + width, count: storage)
    var (slot, last) = (first, start)
    var (sum, factor) = (start[rewardColumn], discount)
    var steps = 1
    while steps < configuration.returnSteps, last[endColumn] == 0 {
      let following = next(slot)
      // The newest transition has nothing behind it yet; fewer steps are as true.
      guard following != head else { break }
      slot = following
      last = row(environment, slot)
      sum += factor * last[rewardColumn]
      factor *= discount
      steps += 1
    }
    batch.rewards.pointer[index] = sum
    let end = EndCode(value: last[endColumn])
    batch.discounts.pointer[index] = end.end == .terminated ? 0 : factor
    let target = batch.nextObservations.pointer + index * width
    let flags = batch.nextMasks.baseAddress.map { $0 + index * shape.maskWidth }
    guard end.end == nil else { return finals.copy(end.ticket, to: target, mask: flags) }
    let behind = next(slot)
    target.update(from: row(environment, behind), count: width)
    guard let flags else { return }
    let source = maskStart(environment, behind)
    for flag in 0..<shape.maskWidth { flags[flag] = masks[source + flag] }
  }
}
