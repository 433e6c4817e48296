import Persistence
import Tensors

/// Critics as a checkpoint holds them.
struct CriticsState {
  let parameters: [Float]
  let targets: [Float]
  let optimizer: AdamState

  func restore(to critics: Critics) {
    critics.parameters.take(parameters)
    critics.targets.take(targets)
    optimizer.restore(to: &critics.optimizer)
  }
}

extension TensorArchive {
  /// Adds critics with their targets and their optimiser.
  mutating func add(_ critics: Critics) {
    add(critics.parameters, layout: critics.layout)
    add(critics.targets, layout: critics.layout, prefix: "target.")
    add(critics.optimizer, as: "critic.adam")
  }

  /// Critics of the same layout.
  func critics(like critics: Critics) throws(ArchiveError) -> CriticsState {
    let parameters = try parameters(critics.layout)
    let targets = try self.parameters(critics.layout, prefix: "target.")
    return CriticsState(
      parameters: parameters, targets: targets, optimizer: try adam("critic.adam", count: critics.layout.count))
  }
}
