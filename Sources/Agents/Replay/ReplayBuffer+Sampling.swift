import CKernels
import RLCore
import Randomness
import Tensors

extension ReplayBuffer {
  /// Memory for batches of this buffer.
  func makeBatch(count: Int) -> ReplayBatch { ReplayBatch(count: count, shape: shape) }

  /// Draws transitions with replacement: each with the same probability, or by priority where the buffer has them.
  ///
  /// - Complexity: O(count · n) for n-step returns; by priority O(count · log capacity) more.
  func sample(into batch: ReplayBatch, using random: inout RandomStream) {
    precondition(count > 0, "an empty buffer has nothing to draw from")
    if let priorities {
      priorities.sample(into: batch, using: &random)
    } else {
      drawUniformly(into: batch, using: &random)
    }
    gather(into: batch)
  }

  /// Brings the weights of prioritised replay to where they are when `fraction` of the run is done.
  func anneal(to fraction: Double) { priorities?.anneal(to: fraction) }

  /// Gives the rows drawn last priorities after the errors that were found, of either sign; nothing where draws are
  /// uniform.
  func setPriorities(of batch: ReplayBatch, errors: UnsafePointer<Float>) {
    priorities?.update(batch, errors: errors)
  }

  private func drawUniformly(into batch: ReplayBatch, using random: inout RandomStream) {
    let (environments, filled, ring) = (UInt64(shape.environments), UInt64(filled), slots + 1)
    let oldest = head - self.filled
    batch.rows.withUnsafeMutableBufferPointer { rows in
      for index in rows.indices {
        // One draw serves both choices: what the first leaves over is as uniform. No division, nothing to reject.
        let environment = random.next().multipliedFullWidth(by: environments)
        let slot = oldest + Int(environment.low.multipliedFullWidth(by: filled).high)
        rows[index] = Int(environment.high) * ring + (slot < 0 ? slot + ring : slot)
      }
    }
  }

  /// Copies the rows that a batch names.
  func gather(into batch: ReplayBatch) {
    copyTransitions(to: batch)
    defer { assemble(batch) }
    let (width, maskWidth) = (shape.plainWidth, shape.maskWidth)
    let (ends, next, flags) = (batch.ends.pointer, batch.nextPlain.pointer, batch.nextMasks.baseAddress)
    for index in 0..<batch.count where ends[index] != 0 {
      finals.copy(
        EndCode(value: ends[index]).ticket, to: next + index * width, mask: flags.map { $0 + index * maskWidth })
    }
    guard maskWidth > 0, let flags else { return }
    masks.withUnsafeBufferPointer { masks in
      guard let source = masks.baseAddress else { return }
      for index in 0..<batch.count where ends[index] == 0 {
        (flags + index * maskWidth).update(from: source + batch.behind[index] * maskWidth, count: maskWidth)
      }
    }
  }

  private func copyTransitions(to batch: ReplayBatch) {
    guard let behind = batch.behind.baseAddress else { return }
    var replay = rlk_replay(
      rows: storage.pointer, row_width: shape.rowWidth, width: shape.plainWidth, action_width: shape.storageWidth,
      ring_rows: slots + 1, head: head, steps: configuration.returnSteps, discount: discount)
    var transitions = rlk_transitions(
      observations: batch.plain.pointer, actions: batch.actions.pointer, rewards: batch.rewards.pointer,
      next_observations: batch.nextPlain.pointer, discounts: batch.discounts.pointer, ends: batch.ends.pointer,
      behind: behind)
    batch.rows.withUnsafeBufferPointer { rows in
      guard let places = rows.baseAddress else { return }
      rlk_gather_transitions(&replay, places, rows.count, &transitions)
    }
  }
}
