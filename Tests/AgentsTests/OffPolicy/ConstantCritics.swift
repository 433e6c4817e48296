import Tensors

@testable import Agents

extension Critics {
  /// Makes a critic say the same of everything, from now on until its last bias moves.
  func makeConstant(_ critic: Int, _ value: Float, in parameters: AlignedBuffer<Float>) {
    let entries = layout.entries.filter { $0.name.hasPrefix("critic.\(critic).") }
    for entry in entries {
      parameters.fill(0, in: entry.slice.offset..<entry.slice.offset + entry.slice.count)
    }
    if let bias = entries.last(where: { $0.name.hasSuffix(".bias") }) { parameters.pointer[bias.slice.offset] = value }
  }
}

extension ReplayingAgent {
  /// Fills the batch with numbers that look random and discounts of 0.5.
  func fillBatch() {
    let count = batch.count
    batch.observations.take((0..<batch.observations.count).map { Float(($0 * 7) % 11) / 5 - 1 })
    batch.nextObservations.take((0..<batch.nextObservations.count).map { Float(($0 * 5) % 13) / 6 - 1 })
    batch.actions.take((0..<batch.actions.count).map { Float(($0 * 3) % 7) / 3.5 - 1 })
    batch.rewards.take((0..<count).map { Float($0) })
    batch.discounts.fill(0.5)
  }
}
