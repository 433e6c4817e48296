import RLFramework

/// What a checkpoint holds: the weights to act; to go on training also the optimiser and every episode not yet learnt.
extension Reinforce {
  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = TensorArchive()
    archive.metadata["agent"] = ReinforceRecipe.id.name
    archive.add(.init(name: "parameters", shape: [layout.count], values: parameters.array))
    guard content == .training else { return archive }
    archive.add(.init(name: "firstMoment", shape: [layout.count], values: optimizer.firstMoment.array))
    archive.add(.init(name: "secondMoment", shape: [layout.count], values: optimizer.secondMoment.array))
    try archive.encode(optimizer.step, as: "step")
    try archive.encode(open, as: "open")
    try archive.encode(ended, as: "ended")
    return archive
  }

  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    let agent = try archive.text("agent")
    guard agent == ReinforceRecipe.id.name else { throw ArchiveError("is a checkpoint of agent \(agent)") }
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let weights = try archive.tensor("parameters", shape: [layout.count])
    if content == .training {
      let first = try archive.tensor("firstMoment", shape: [layout.count])
      let second = try archive.tensor("secondMoment", shape: [layout.count])
      let step = try archive.decode(Int.self, from: "step")
      let open = try archive.decode([Episode].self, from: "open")
      let ended = try archive.decode([Episode].self, from: "ended")
      optimizer.restore(step: step, firstMoment: first, secondMoment: second)
      (self.open, self.ended) = (open, ended)
    }
    _ = parameters.values.update(fromContentsOf: weights)
  }
}
